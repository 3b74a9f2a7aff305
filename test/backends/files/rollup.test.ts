import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { finestOf } from '../../../src/backends/files/rollup.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { DESTINATION, type Expression, field, SOURCE } from '../../../src/query/expression.ts';
import {
  count,
  countDistinct,
  type FlowQuery,
  groups,
  max,
  min,
  sum,
} from '../../../src/query/flow-query.ts';
import { ALWAYS, equals, NEVER, type Predicate } from '../../../src/query/predicate.ts';
import { ask, CASE_RECORDS, CASE_TEXT } from '../../kit/engine-contract.ts';
import { WINDOW } from '../../kit/query-cases.ts';

function grouped(columns: Readonly<Record<string, Expression>>, where: Predicate = ALWAYS) {
  return groups({
    window: WINDOW,
    where,
    columns,
    measures: {
      flows: count(),
      bytes: sum(field('bytes')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'bytes', descending: true }],
    limit: 3,
  });
}

const PAIRS = grouped({ from: SOURCE, to: DESTINATION });
const SOURCES = grouped({ who: SOURCE });
const WHOLE = grouped({});

let folder = '';
let parquet = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flows-rollup-'));
  parquet = join(folder, 'cases.parquet');
  const text = join(folder, 'cases.log');
  writeFileSync(text, CASE_TEXT);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM read_csv('${text}', delim=' ', header=true, nullstr='-')) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('queries over the same records', () => {
  it('are summed up from the finest groups among them', () => {
    expect(finestOf([WHOLE, PAIRS, SOURCES])).toEqual([1, 1, 1]);
  });

  it('share nothing where other records, other columns or a count of different values are asked for', () => {
    const others = [
      grouped({}, equals(field('action'), 'REJECT')),
      grouped({ port: field('dstPort') }),
      groups({
        window: WINDOW,
        where: ALWAYS,
        columns: {},
        measures: { hosts: countDistinct(SOURCE) },
        limit: 1,
      }),
      { ...WHOLE, window: { ...WINDOW, end: WINDOW.end - 1 } },
    ];

    for (const other of others) expect(finestOf([PAIRS, other])).toEqual([0, 1]);
  });

  const together: readonly (readonly [string, readonly FlowQuery<unknown>[]])[] = [
    ['the finest first', [PAIRS, SOURCES, WHOLE]],
    ['the finest last', [WHOLE, SOURCES, PAIRS]],
    [
      'beside one that shares nothing',
      [WHOLE, grouped({ port: field('dstPort') }, equals(SOURCE, '10.0.1.5')), PAIRS],
    ],
    ['of no record', [grouped({}, NEVER), grouped({ who: SOURCE }, NEVER)]],
    [
      'with an exact count of hosts in the finest',
      [WHOLE, { ...PAIRS, measures: { ports: countDistinct(field('dstPort')) }, orderBy: [] }],
    ],
  ];

  it.each(together)('give the rows that each gives alone: %s', async (_, queries) => {
    const memory = createMemoryEngine(CASE_RECORDS);
    const engine = createFilesEngine({ paths: [parquet] });
    const { signal } = new AbortController();

    const found = await Promise.all(queries.map((query) => engine.run(query, { signal })));
    await engine.close();

    for (const [index, query] of queries.entries()) {
      const expected = await ask(memory, query);
      expect(found[index]?.rows).toEqual(expected.rows);
      expect(found[index]?.cutOff).toBe(expected.cutOff);
    }
  });
});
