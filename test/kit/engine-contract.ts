/** What every engine must do: give the rows of the memory engine for the common table of queries. */
import { expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Engine, QueryResult } from '../../src/query/engine.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import {
  CASE_HEADER,
  CASE_LINES,
  GATEWAY_HEADER,
  GATEWAY_LINES,
  KIND_CASES,
  QUERY_CASES,
} from './query-cases.ts';

export const CASE_TEXT = `${[CASE_HEADER, ...CASE_LINES].join('\n')}\n`;
export const CASE_RECORDS: readonly FlowRecord[] = parseText(CASE_TEXT, { file: 'cases' }).records;

export function ask<Row>(engine: Engine, query: FlowQuery<Row>): Promise<QueryResult<Row>> {
  return engine.run(query, { signal: new AbortController().signal });
}

/** @param open an engine over the records of the common table; it is asked all questions and then closed */
export function answersAsMemoryDoes(open: () => Promise<Engine>): void {
  it.each(QUERY_CASES)('gives the rows of the memory engine: $name', async ({ query }) => {
    const expected = await ask(createMemoryEngine(CASE_RECORDS), query);
    const engine = await open();

    const found = await ask(engine, query);
    await engine.close();

    expect(found.rows).toEqual(expected.rows);
    expect(found.cutOff).toBe(expected.cutOff);
    expect(found.malformed.count).toBe(0);
  });

  it('gives the same rows when all are asked together', async () => {
    const memory = createMemoryEngine(CASE_RECORDS);
    const expected = await Promise.all(QUERY_CASES.map(({ query }) => ask(memory, query)));
    const engine = await open();
    const { signal } = new AbortController();

    const found = await Promise.all(QUERY_CASES.map(({ query }) => engine.run(query, { signal })));
    await engine.close();

    expect(found.map(({ rows }) => rows)).toEqual(expected.map(({ rows }) => rows));
  });
}

export const GATEWAY_TEXT = `${[GATEWAY_HEADER, ...GATEWAY_LINES].join('\n')}\n`;
export const GATEWAY_RECORDS: readonly FlowRecord[] = parseText(GATEWAY_TEXT, { file: 'gateway' }).records;

/** @param open an engine over the records of the common table and those of a transit gateway; it is asked one question and then closed */
export function tellsKindsApart(open: () => Promise<Engine>): void {
  it.each(KIND_CASES)('gives the rows of the memory engine: $name', async ({ query }) => {
    const expected = await ask(createMemoryEngine([...CASE_RECORDS, ...GATEWAY_RECORDS]), query);
    const engine = await open();

    const found = await ask(engine, query);
    await engine.close();

    expect(found.rows).toEqual(expected.rows);
    expect(found.malformed.count).toBe(0);
  });
}

/** All that a stream yields, and what it says at the end. */
export async function streamed<Row>(
  engine: Engine,
  query: FlowQuery<Row>,
  signal = new AbortController().signal,
): Promise<QueryResult<Row>> {
  if (!engine.stream) throw new TypeError(`${engine.id} has no stream`);
  const pages = engine.stream(query, { signal });
  const rows: Row[] = [];
  for (;;) {
    const { value, done } = await pages.next();
    if (done) return { ...value, rows };
    rows.push(...value);
  }
}

/** @param open an engine over the records of the common table, which is asked all questions and then closed */
export function streamsWhatItRuns(open: () => Promise<Engine>): void {
  it('gives a page at a time what it gives at once', async () => {
    const engine = await open();
    const memory = createMemoryEngine(CASE_RECORDS);

    for (const { name, query } of QUERY_CASES) {
      const expected = await ask(memory, query);
      const found = await streamed(engine, query);

      expect({ name, rows: found.rows, cutOff: found.cutOff }).toEqual({
        name,
        rows: expected.rows,
        cutOff: expected.cutOff,
      });
    }
    await engine.close();
  });
}
