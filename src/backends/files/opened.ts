/** What an engine over files works with once it is asked: a database in memory, and what is known of its files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { RecordFormat } from '../../record/format.ts';
import { IPV6_MACROS } from './address-sql.ts';
import { Dataset } from './dataset.ts';
import { KeptPartsOfQuestions } from './kept-parts.ts';
import { TextCopies } from './text-copies.ts';

/** Where the records lie, and how their lines are written. */
export interface RecordPaths {
  /** Files, globs, directories. */
  readonly paths: readonly string[];
  /** The format of lines before any header; without it AWS's default formats are tried. */
  readonly format?: RecordFormat;
  /** Where it may write what it needs while it is open; the system's folder for such files unless it is told. */
  readonly tempFolder?: string;
}

export interface Opened {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly dataset: Dataset;
  readonly kept: KeptPartsOfQuestions;
  readonly copies: TextCopies;
  /** From now on what takes much memory goes to the disk, as far as it can. */
  readonly limitMemory: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** So that a bot which watches a busy network stays below 1 GB. A statement that cannot do with it gets more, and text is read a fifth slower. */
const MEMORY = '400MB';

export async function open({ paths, format, tempFolder = tmpdir() }: RecordPaths): Promise<Opened> {
  // DuckDB's library is large: whoever asks no file does not load it.
  const duckdb = await import('@duckdb/node-api');
  const folder = await ownFolder(tempFolder);
  const spilling = folder === null ? {} : { temp_directory: join(folder, 'spilled') };
  const instance = await duckdb.DuckDBInstance.create(':memory:', spilling);
  const connection = await instance.connect();
  await connection.run(IPV6_MACROS);
  const dataset = new Dataset({ duckdb, connection, paths, format });
  const copies = new TextCopies({ instance, dataset, folder });
  let limited: Promise<unknown> | undefined;
  const limitMemory = async () => {
    if (folder !== null) limited ??= connection.run(`SET memory_limit = '${MEMORY}'`);
    await limited;
  };
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  const kept = new KeptPartsOfQuestions(connection);
  return { instance, connection, dataset, kept, copies, limitMemory, close };
}

/** What is written is of the records, so nobody else may read it. Null where nothing can be written: then all is done in memory. */
async function ownFolder(parent: string): Promise<string | null> {
  try {
    return await mkdtemp(join(parent, 'flows-records-'));
  } catch {
    return null;
  }
}
