/**
 * The groups of a query, all of them and with what other queries need of each: whatever looks only at the columns that they are grouped by
 * is answered from them, without the records.
 */
import type { Expression } from '../../query/expression.ts';
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { all, type Predicate } from '../../query/predicate.ts';
import { conditionSql, type ExpressionSql, expressionSql } from './condition.ts';
import { endSql, measureSql } from './query-sql.ts';
import { finestOf, isSummable } from './rollup.ts';
import type { Parameters } from './sql.ts';

type Query = FlowQuery<unknown>;

export interface Parts {
  /** The query's position among those that were asked with it. */
  readonly base: number;
  readonly query: Query;
  readonly columns: readonly Expression[];
  /** Each once: the query's own, and those of the queries that were asked with it. */
  readonly measures: readonly Measure[];
}

/** Of the measure of parts, that of the whole. */
const WHOLE_OF = { count: 'sum', sum: 'sum', min: 'min', max: 'max' } as const;

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return values.filter((value, index) => values.findIndex((other) => isSame(other, value)) === index);
}

function measuresOf({ measures = {} }: Query): readonly Measure[] {
  return Object.values(measures);
}

/** Those of the queries that others are summed up from. */
export function partsOf(queries: readonly Query[]): readonly Parts[] {
  const finest = finestOf(queries);
  const bases = new Set(finest.filter((base, index) => base !== index));
  return queries.flatMap((query, base) => {
    if (!bases.has(base)) return [];
    const sharing = queries.filter((_, index) => finest[index] === base);
    const columns = distinct(Object.values(query.columns));
    return { base, query, columns, measures: distinct(sharing.flatMap(measuresOf)) };
  });
}

function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(conjuncts) : [predicate];
}

/** What a query demands beyond the query of the parts; undefined where it does not demand all that this one does. */
function furtherDemands(query: Query, parts: Parts): readonly Predicate[] | undefined {
  const [own, theirs] = [conjuncts(query.where), conjuncts(parts.query.where)];
  const has = (list: readonly Predicate[], one: Predicate) => list.some((other) => isSame(other, one));
  return theirs.every((one) => has(own, one)) ? own.filter((one) => !has(theirs, one)) : undefined;
}

function isColumn(expression: Expression, { columns }: Parts): boolean {
  return columns.some((column) => isSame(column, expression));
}

function looksAtColumns(predicate: Predicate, parts: Parts): boolean {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.every((one) => looksAtColumns(one, parts));
    case 'not':
      return looksAtColumns(predicate.of, parts);
    case 'present':
      return isColumn({ kind: 'field', field: predicate.field }, parts);
    default:
      return isColumn(predicate.expression, parts);
  }
}

/** The query's groups are the parts themselves. */
function isAsFine(query: Query, { columns }: Parts): boolean {
  return columns.every((column) => Object.values(query.columns).some((own) => isSame(own, column)));
}

/** Whether the rows of the query can be told from the parts alone. */
export function tellsRows(parts: Parts, query: Query): boolean {
  const { window, of } = parts.query;
  return (
    query.measures !== undefined &&
    isSame([query.of, query.window], [of, window]) &&
    Object.values(query.columns).every((column) => isColumn(column, parts)) &&
    measuresOf(query).every((measure) => parts.measures.some((known) => isSame(known, measure))) &&
    (isAsFine(query, parts) || measuresOf(query).every(isSummable)) &&
    (furtherDemands(query, parts)?.every((one) => looksAtColumns(one, parts)) ?? false)
  );
}

/** All the groups, over the relation `records`. */
export function groupsSql(
  { base, columns, measures }: Parts,
  condition: string,
  sqlOf: ExpressionSql,
): string {
  const grouped = columns.map(sqlOf);
  const selected = [
    ...grouped.map((sql, index) => `${sql} AS c${base}_${index}`),
    ...measures.map((measure, index) => `${measureSql(measure, sqlOf)} AS m${base}_${index}`),
  ];
  return `SELECT ${selected.join(', ')} FROM records WHERE ${condition} GROUP BY ${grouped.join(', ')}`;
}

/** The rows of a query that the parts tell, out of the table that has them. */
export function toldSql(
  query: Query,
  parts: Parts,
  {
    table,
    prefix,
    parameters,
  }: { readonly table: string; readonly prefix: string; readonly parameters: Parameters },
): string {
  const { base } = parts;
  const sqlOf = (expression: Expression) => {
    const index = parts.columns.findIndex((column) => isSame(column, expression));
    if (index < 0) throw new TypeError(`The parts have no column ${expressionSql(expression)}.`);
    return `c${base}_${index}`;
  };
  const columns = Object.values(query.columns).map(sqlOf);
  const asFine = isAsFine(query, parts);
  const measured = measuresOf(query).map((measure) => {
    const part = `m${base}_${parts.measures.findIndex((known) => isSame(known, measure))}`;
    return asFine || !isSummable(measure) ? part : `${WHOLE_OF[measure.kind]}(${part})`;
  });
  const grouped = columns.length > 0 ? [`GROUP BY ${columns.join(', ')}`] : ['HAVING count(*) > 0'];
  const further = all(...(furtherDemands(query, parts) ?? []));
  return [
    `SELECT ${[...columns, ...measured].map((sql, index) => `${sql} AS ${prefix}${index}`).join(', ')}`,
    `FROM ${table} WHERE q = ${base} AND ${conditionSql(further, { sqlOf, parameters })}`,
    ...(asFine ? [] : grouped),
    ...endSql(query, prefix),
  ].join('\n');
}
