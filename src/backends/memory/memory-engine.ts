/** Answers queries from records in memory: the reference meaning of a FlowQuery, written to be read and not to be fast. */

import { decodeRows } from '../../query/decode-rows.ts';
import type { Engine, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { ordered, type ScalarRow as Row } from '../../query/ordered.ts';
import { isOfKind } from '../../query/record-kind.ts';
import { overlaps } from '../../query/window.ts';
import { NONE_MALFORMED } from '../../record/malformed.ts';
import type { FlowRecord } from '../../record/record.ts';
import { holds, valueIn } from './evaluate.ts';
import { measureOf } from './measure.ts';

function columnsOf(query: FlowQuery<unknown>, record: FlowRecord): Row {
  return Object.fromEntries(
    Object.entries(query.columns).map(([name, expression]) => [name, valueIn(expression, record)]),
  );
}

/** One row per group of records with equal columns, null being equal to null. Of no records there is no group. */
function groupRows(query: FlowQuery<unknown>, records: readonly FlowRecord[]): readonly Row[] {
  const groups = new Map<string, { columns: Row; records: FlowRecord[] }>();
  for (const record of records) {
    const columns = columnsOf(query, record);
    const key = JSON.stringify(Object.values(columns));
    const group = groups.get(key);
    if (group) group.records.push(record);
    else groups.set(key, { columns, records: [record] });
  }
  const measures = Object.entries(query.measures ?? {});
  return [...groups.values()].map((group) => ({
    ...group.columns,
    ...Object.fromEntries(measures.map(([name, measure]) => [name, measureOf(measure, group.records)])),
  }));
}

/** Rows in a page. */
const PAGE = 1000;

export function createMemoryEngine(records: readonly FlowRecord[]): Engine {
  async function run<Row>(query: FlowQuery<Row>, { signal }: RunOptions): Promise<QueryResult<Row>> {
    signal.throwIfAborted();
    const kind = isOfKind(query.of);
    const inQuestion = records.filter(
      (record) =>
        holds(kind, record) && overlaps(query.window, record.start, record.end) && holds(query.where, record),
    );
    const rows = query.measures
      ? groupRows(query, inQuestion)
      : inQuestion.map((record) => columnsOf(query, record));
    const inOrder = ordered(rows, query);
    return {
      rows: decodeRows(query, inOrder.slice(0, query.limit)),
      cutOff: inOrder.length > query.limit,
      scan: { queries: 0, bytes: null, records: records.length, estimatedUsd: 0, milliseconds: 0 },
      malformed: NONE_MALFORMED,
      notes: [],
    };
  }

  return {
    id: 'memory',
    run,
    async *stream<Row>(query: FlowQuery<Row>, options: RunOptions) {
      const { rows, ...about } = await run(query, options);
      for (let from = 0; from < rows.length; from += PAGE) {
        options.signal.throwIfAborted();
        yield rows.slice(from, from + PAGE);
      }
      return about;
    },
    async close() {},
  };
}
