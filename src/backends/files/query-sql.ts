/** One query as SQL over the relation `records`. */
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { columnNames, completeOrder } from '../../query/order.ts';
import type { ExpressionSql } from './condition.ts';
import { numberText } from './sql.ts';

export function measureSql(measure: Measure, sqlOf: ExpressionSql): string {
  switch (measure.kind) {
    case 'count':
      return 'count(*)';
    case 'sum':
      return `coalesce(sum(${sqlOf(measure.of)}), 0)`;
    case 'min':
    case 'max':
      return `${measure.kind}(${sqlOf(measure.of)})`;
    case 'count-distinct':
      return `count(DISTINCT ${sqlOf(measure.of)})`;
  }
}

/** In which order, and how many: one row more than the limit is asked for, which tells that rows were cut off. */
export function endSql(query: FlowQuery<unknown>, prefix: string): readonly string[] {
  const names = columnNames(query);
  const order = completeOrder(query).map(
    ({ by, descending }) => `${prefix}${names.indexOf(by)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  return [
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    `LIMIT ${numberText(query.limit + 1)}`,
  ];
}

/**
 * Names are replaced by `<prefix><position>`, so that none is text of the asker and several queries fit into one result.
 *
 * @param condition which of the records the query looks at, in SQL
 */
export function querySql(
  query: FlowQuery<unknown>,
  prefix: string,
  condition: string,
  sqlOf: ExpressionSql,
): string {
  const { columns, measures } = query;
  const grouped = Object.values(columns).map(sqlOf);
  const selected = [...grouped, ...Object.values(measures ?? {}).map((one) => measureSql(one, sqlOf))].map(
    (sql, index) => `${sql} AS ${prefix}${index}`,
  );
  return [
    `SELECT ${selected.join(', ')}`,
    'FROM records',
    `WHERE ${condition}`,
    ...(measures && grouped.length > 0 ? [`GROUP BY ${grouped.join(', ')}`] : []),
    ...(measures && grouped.length === 0 ? ['HAVING count(*) > 0'] : []),
    ...endSql(query, prefix),
  ].join('\n');
}
