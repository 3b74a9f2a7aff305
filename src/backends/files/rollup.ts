/**
 * Queries whose groups are summed up from the finer groups of another one, so that the records are read once for both:
 * the whole beside its largest parts. Only over records that are cheap to read; text is gathered in another way.
 */
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { expressionSql } from './condition.ts';
import { endSql, measureSql } from './query-sql.ts';

type Query = FlowQuery<unknown>;

/** Of the measure of parts, that of the whole. How many differ cannot be told so. */
const WHOLE_OF = { count: 'sum', sum: 'sum', min: 'min', max: 'max' } as const;

function isSummable(measure: Measure): measure is Exclude<Measure, { kind: 'count-distinct' }> {
  return measure.kind !== 'count-distinct';
}

function columnsOf({ columns }: Query): readonly string[] {
  return Object.values(columns).map(expressionSql);
}

function measuresOf({ measures = {} }: Query): readonly Measure[] {
  return Object.values(measures);
}

function sameRecords(a: Query, b: Query): boolean {
  return JSON.stringify([a.window, a.where]) === JSON.stringify([b.window, b.where]);
}

function isFiner(fine: Query, coarse: Query): boolean {
  if (!fine.measures || !coarse.measures || !measuresOf(coarse).every(isSummable)) return false;
  const [parts, whole] = [columnsOf(fine), columnsOf(coarse)];
  return (
    parts.length > whole.length &&
    whole.every((column) => parts.includes(column)) &&
    sameRecords(fine, coarse)
  );
}

/** Which query each is summed up from, by their positions: itself where none is finer. */
export function finestOf(queries: readonly Query[]): readonly number[] {
  return queries.map((query, index) =>
    queries.reduce((finest, other, at) => {
      const most = finest === index ? 0 : columnsOf(queries[finest] ?? query).length;
      return isFiner(other, query) && columnsOf(other).length > most ? at : finest;
    }, index),
  );
}

function numbered(prefix: string, parts: readonly string[]): readonly string[] {
  return parts.map((sql, index) => `${sql} AS ${prefix}${index}`);
}

/** The groups of the finest query, with what all its sums need. `sharing` has that query among the others. */
export function partsSql(finest: Query, sharing: readonly Query[], condition: string): string {
  const columns = columnsOf(finest);
  const measures = [...new Set(sharing.flatMap(measuresOf).map(measureSql))];
  return [
    `SELECT ${[...numbered('c', columns), ...numbered('m', measures)].join(', ')}`,
    `FROM records WHERE ${condition} GROUP BY ${columns.join(', ')}`,
  ].join('\n');
}

/** One of the queries over the relation `parts` that `partsSql` makes. */
export function sharedSql(
  query: Query,
  {
    finest,
    sharing,
    parts,
  }: { readonly finest: Query; readonly sharing: readonly Query[]; readonly parts: string },
  prefix: string,
): string {
  const known = columnsOf(finest);
  const measures = [...new Set(sharing.flatMap(measuresOf).map(measureSql))];
  const columns = columnsOf(query).map((sql) => `c${known.indexOf(sql)}`);
  const measured = measuresOf(query).map((measure) => {
    const part = `m${measures.indexOf(measureSql(measure))}`;
    return query === finest || !isSummable(measure) ? part : `${WHOLE_OF[measure.kind]}(${part})`;
  });
  const selected = [...columns, ...measured].map((sql, index) => `${sql} AS ${prefix}${index}`);
  const grouped = columns.length > 0 ? [`GROUP BY ${columns.join(', ')}`] : ['HAVING count(*) > 0'];
  return [
    `SELECT ${selected.join(', ')}`,
    `FROM ${parts}`,
    ...(query === finest ? [] : grouped),
    ...endSql(query, prefix),
  ].join('\n');
}
