import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptPartsOfQuestions } from '../../../src/backends/files/kept-parts.ts';
import { partsOf } from '../../../src/backends/files/parts.ts';
import { SOURCE } from '../../../src/query/expression.ts';
import { count, groups } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { WINDOW } from '../../kit/query-cases.ts';

let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

afterAll(() => connection.closeSync());

const { signal } = new AbortController();
const common = { window: WINDOW, where: ALWAYS, measures: { flows: count() }, limit: 9 };
const queries = [groups({ ...common, columns: { from: SOURCE } }), groups({ ...common, columns: {} })];

/** Keeps a table of so many groups. @returns whether it is found again, and whether DuckDB still has it. */
async function keep(table: string, size: number) {
  const kept = new KeptPartsOfQuestions(connection);
  await connection.run(`CREATE TEMP TABLE ${table} AS SELECT i AS c0_0 FROM range(${size}) AS rows(i)`);
  await kept.keep({ table, parts: partsOf(queries), signal, queries, files: [] });
  const tables = await connection.runAndReadAll('SELECT 1 FROM duckdb_tables() WHERE table_name = $1', [
    table,
  ]);
  return { isFound: kept.find(signal, queries) !== undefined, isThere: tables.currentRowCount === 1 };
}

describe('the groups of a question', () => {
  it('stay for its later queries', async () => {
    expect(await keep('few', 1000)).toEqual({ isFound: true, isThere: true });
  });

  it('go at once where there are more than a million', async () => {
    expect(await keep('many', 1_000_001)).toEqual({ isFound: false, isThere: false });
  });
});
