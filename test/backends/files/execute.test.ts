import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { execute } from '../../../src/backends/files/execute.ts';

describe('a statement that takes more memory than DuckDB was given', () => {
  it('is run all the same, with as much as DuckDB takes by itself', async () => {
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '30MB', temp_directory: '' });
    const connection = await instance.connect();
    const text = 'SELECT len(list(i)) AS length FROM range(5_000_000) AS numbers(i)';

    const columns = await execute(connection, { text, parameters: [] }, [], {
      signal: new AbortController().signal,
    });
    connection.closeSync();
    instance.closeSync();

    expect(columns).toEqual({ length: [5_000_000n] });
  });
});
