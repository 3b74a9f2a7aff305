/** One query as SQL over the relation `records`. */
import type { Expression } from '../../query/expression.ts';
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { columnNames, completeOrder } from '../../query/order.ts';
import { expressionSql, type Has, isNumber } from './expression.ts';

/** What no record of the table has is null. */
function valueSql(expression: Expression, has: Has): string {
  return expressionSql(expression, has) ?? `CAST(NULL AS ${isNumber(expression) ? 'BIGINT' : 'VARCHAR'})`;
}

function measureSql(measure: Measure, has: Has): string {
  switch (measure.kind) {
    case 'count':
      return 'count(*)';
    case 'sum':
      return `coalesce(sum(${valueSql(measure.of, has)}), 0)`;
    case 'min':
    case 'max':
      return `${measure.kind}(${valueSql(measure.of, has)})`;
    case 'count-distinct':
      return `count(DISTINCT ${valueSql(measure.of, has)})`;
  }
}

function groupingSql({ columns, measures }: FlowQuery<unknown>): readonly string[] {
  if (!measures) return [];
  const positions = Object.keys(columns).map((_, index) => index + 1);
  // Of no records there is no group, though SQL makes a row of nothing where there is nothing to group by.
  return [positions.length > 0 ? `GROUP BY ${positions.join(', ')}` : 'HAVING count(*) > 0'];
}

/**
 * Names are replaced by `c<position>`, so that none is text of the asker. One row more than the limit is asked for: it tells that rows were
 * cut off. Text is in the order of its code points.
 *
 * @param condition which of the records the query looks at, in SQL
 */
export function querySql(query: FlowQuery<unknown>, has: Has, condition: string): string {
  const { columns, measures = {}, limit } = query;
  const names = columnNames(query);
  const values = [
    ...Object.values(columns).map((expression) => valueSql(expression, has)),
    ...Object.values(measures).map((measure) => measureSql(measure, has)),
  ];
  // A row has at least one column, though none may be wanted but that the row is there.
  const selected = (values.length > 0 ? values : ['1']).map((sql, index) => `${sql} AS c${index}`);
  const order = completeOrder(query).map(
    ({ by, descending }) => `c${names.indexOf(by)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  return [
    `SELECT ${selected.join(', ')}`,
    'FROM records',
    `WHERE ${condition}`,
    ...groupingSql(query),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    `LIMIT ${limit + 1}`,
  ].join('\n');
}
