/** What an engine over files works with once it is asked: a database in memory, and what is known of its files. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { RecordFormat } from '../../record/format.ts';
import { IPV6_MACROS } from './address-sql.ts';
import { Dataset } from './dataset.ts';
import { KeptPartsOfQuestions } from './kept-parts.ts';

/** Where the records lie, and how their lines are written. */
export interface RecordPaths {
  /** Files, globs, directories. */
  readonly paths: readonly string[];
  /** The format of lines before any header; without it AWS's default formats are tried. */
  readonly format?: RecordFormat;
}

export interface Opened {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly dataset: Dataset;
  readonly kept: KeptPartsOfQuestions;
}

export async function open({ paths, format }: RecordPaths): Promise<Opened> {
  // DuckDB's library is large: whoever asks no file does not load it.
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(IPV6_MACROS);
  const dataset = new Dataset({ duckdb, connection, paths, format });
  return { instance, connection, dataset, kept: new KeptPartsOfQuestions(connection) };
}
