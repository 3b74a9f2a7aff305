/** What the service returned for a query's parts, as the rows that were asked for. */
import { decodeRows } from '../../query/decode-rows.ts';
import type { QueryResult } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { ordered } from '../../query/ordered.ts';
import { approximateNote } from './approximate.ts';
import type { CompiledQuery } from './compile.ts';
import { mergeParts } from './parts.ts';
import { type ResultRow, rowOf } from './rows.ts';
import { watchRows } from './sort.ts';

export interface AnsweredPart {
  readonly compiled: CompiledQuery;
  readonly results: readonly ResultRow[];
}

/** A group of no records is none: the service does not say whether it returns one. */
function standsForRecords({ countAs }: CompiledQuery, result: ResultRow): boolean {
  return countAs === null || Number(result.get(countAs) ?? 0) > 0;
}

/** The rows under the query's own names, in the service's order. */
export function namedRows(query: FlowQuery<unknown>, compiled: CompiledQuery, results: readonly ResultRow[]) {
  return results
    .filter((result) => standsForRecords(compiled, result))
    .map((result) => rowOf(query, compiled.columns, result));
}

/** The service may have more rows than it was asked for. */
function isFull({ compiled, results }: AnsweredPart): boolean {
  return results.length >= compiled.limit;
}

function noteOf(
  query: FlowQuery<unknown>,
  inOrder: readonly Readonly<Record<string, unknown>>[],
): string | undefined {
  const watched = watchRows(query);
  for (const row of inOrder) watched.see(row);
  return watched.cutOffNote();
}

export function answerOf<Row>(
  query: FlowQuery<Row>,
  parts: readonly AnsweredPart[],
): Pick<QueryResult<Row>, 'rows' | 'cutOff' | 'notes'> {
  const rows = parts.map(({ compiled, results }) => namedRows(query, compiled, results));
  const inOrder = ordered(mergeParts(rows), query);
  const full = parts.some(isFull);
  const notes = [full ? noteOf(query, inOrder) : undefined, approximateNote(query, inOrder)];
  return {
    rows: decodeRows(query, inOrder.slice(0, query.limit)),
    cutOff: inOrder.length > query.limit || full,
    notes: notes.filter((note) => note !== undefined),
  };
}
