/** Queries whose groups are summed up from the finer groups of another one, so that the records are grouped once for both: the whole beside its largest parts. */
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { expressionSql } from './condition.ts';

type Query = FlowQuery<unknown>;

/** How many differ cannot be told from how many differ in each part. */
export function isSummable(measure: Measure): measure is Exclude<Measure, { kind: 'count-distinct' }> {
  return measure.kind !== 'count-distinct';
}

function columnsOf({ columns }: Query): readonly string[] {
  return Object.values(columns).map(expressionSql);
}

function measuresOf({ measures = {} }: Query): readonly Measure[] {
  return Object.values(measures);
}

function sameRecords(a: Query, b: Query): boolean {
  return JSON.stringify([a.of, a.window, a.where]) === JSON.stringify([b.of, b.window, b.where]);
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
