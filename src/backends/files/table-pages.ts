/** Rows that were put into a table, a page at a time, so that they are never all in memory as objects. */
import type { DuckDBInstance } from '@duckdb/node-api';
import { decodeRows } from '../../query/decode-rows.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { quotedName } from './sql.ts';
import { rowsOfEach, type Statement } from './statement.ts';

/** The statement's rows as a table, in their order; whatever an earlier attempt left there is replaced. */
export function tableOf({ text, parameters }: Statement, table: string): Statement {
  return { text: `CREATE OR REPLACE TABLE ${quotedName(table)} AS (\n${text}\n)`, parameters };
}

/** Yields at most as many rows as the query wants, then drops the table. @returns whether there were more. */
export async function* tablePages<Row>(
  instance: DuckDBInstance,
  table: string,
  query: FlowQuery<Row>,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[], boolean> {
  // A connection of its own: a result that is still being read does not outlive another statement.
  const connection = await instance.connect();
  let room = query.limit;
  try {
    const result = await connection.stream(`SELECT * FROM ${quotedName(table)}`);
    const names = result.columnNames();
    for await (const chunk of result) {
      signal.throwIfAborted();
      if (room === 0) return true;
      const [own = []] = rowsOfEach([query], chunk.getColumnsObject(names));
      const page = own.slice(0, room);
      yield decodeRows(query, page);
      room -= page.length;
      if (page.length < own.length) return true;
    }
    return false;
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${quotedName(table)}`);
    connection.closeSync();
  }
}
