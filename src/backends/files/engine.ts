/** Answers queries from files with DuckDB, inside this process: text, gzip and Parquet, as S3 delivers them. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { decodeRows } from '../../query/decode-rows.ts';
import type { Engine, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { SourceError } from '../../query/source-error.ts';
import type { RecordFormat } from '../../record/format.ts';
import { IPV6_MACROS } from './address-sql.ts';
import { type Batch, Batches, type RawResult } from './batches.ts';
import { Dataset, relationsOf } from './dataset.ts';
import { filesText, malformedOf, notesOf } from './file-report.ts';
import type { KnownFile } from './known-file.ts';
import { takeRejected } from './rejected-lines.ts';
import { ODD_WORD } from './relation.ts';
import { compile, rowsOfEach, type Statement } from './statement.ts';

export interface FilesOptions {
  /** Files, globs, directories. */
  readonly paths: readonly string[];
  /** The format of lines before any header; without it AWS's default formats are tried. */
  readonly format?: RecordFormat;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic?: () => number;
}

interface Opened {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly dataset: Dataset;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

const PROGRESS_MILLISECONDS = 250;

async function open({ paths, format }: FilesOptions): Promise<Opened> {
  // DuckDB's library is large: whoever asks no file does not load it.
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(IPV6_MACROS);
  return { instance, connection, dataset: new Dataset({ duckdb, connection, paths, format }) };
}

/** Runs a statement; aborting the signal interrupts it. `odd-word`: it has to be run again over strict relations. */
async function execute(
  connection: DuckDBConnection,
  { text, parameters }: Statement,
  files: readonly KnownFile[],
  { signal, onProgress }: Batch,
): Promise<Rows | 'odd-word'> {
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage > 0) onProgress({ text: `read ${Math.floor(percentage)} % of ${filesText(files)}` });
  }, PROGRESS_MILLISECONDS);
  try {
    onProgress({ text: `reading ${filesText(files)}` });
    signal.throwIfAborted();
    const result = await connection.runAndReadAll(text, [...parameters]);
    signal.throwIfAborted();
    return result.getRowObjectsJS();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.message.includes(ODD_WORD)) return 'odd-word';
    throw failed(files, error);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

/** DuckDB's message says which file, where it is a file's fault. */
function failed(files: readonly KnownFile[], error: unknown): SourceError {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const one = files.find(({ path }) => message.includes(path)) ?? (files.length === 1 ? files[0] : undefined);
  return new SourceError({
    code: 'unreadable',
    attempted: `read records from ${one?.path ?? filesText(files)}`,
    happened: /[.!?]$/.test(message) ? message : `${message}.`,
    todo: 'Check that the file is whole: fetch it again, or leave it out.',
    cause: error,
  });
}

/** An engine over local files. It opens them when it is first asked. */
export function createFilesEngine(options: FilesOptions): Engine {
  const monotonic = options.monotonic ?? (() => performance.now());
  let opening: Promise<Opened> | undefined;
  let statements = 0;

  async function runBatch(batch: Batch): Promise<readonly RawResult[]> {
    const began = monotonic();
    opening ??= open(options);
    const { connection, dataset } = await opening;
    const windows = batch.queries.map(({ window }) => window);
    for (;;) {
      const files = await dataset.files(windows);
      statements += 1;
      const rejects = { lines: `rejected_${statements}`, scans: `scanned_${statements}` };
      const statement = compile(batch.queries, relationsOf(files, rejects));
      const rows = await execute(connection, statement, files, batch);
      if (rows === 'odd-word') {
        dataset.beStrict(files);
        continue;
      }
      const readsText = files.some(({ reader }) => reader.kind === 'columns');
      const rejected = readsText ? await takeRejected(connection, rejects) : undefined;
      if (rejected && (await dataset.learn(rejected, files))) continue;
      return results(batch, rows, await dataset.files(windows), monotonic() - began);
    }
  }

  const batches = new Batches(runBatch);
  return {
    id: 'files',
    async run<Row>(query: FlowQuery<Row>, runOptions: RunOptions): Promise<QueryResult<Row>> {
      const result = await batches.ask(query, runOptions);
      return { ...result, rows: decodeRows(query, result.rows) };
    },
    async close() {
      await batches.settled();
      if (!opening) return;
      const { connection, instance } = await opening;
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The files were read once for all the queries, so the first one's scan says it, and the others cost nothing more. */
function results(
  { queries }: Batch,
  rows: Rows,
  files: readonly KnownFile[],
  milliseconds: number,
): readonly RawResult[] {
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  const each = rowsOfEach(queries, rows);
  return queries.map(({ limit }, index) => ({
    rows: (each[index] ?? []).slice(0, limit),
    cutOff: (each[index] ?? []).length > limit,
    scan: {
      queries: 0,
      bytes: index === 0 ? bytes : 0,
      records: null,
      estimatedUsd: 0,
      milliseconds: index === 0 ? milliseconds : 0,
    },
    malformed: malformedOf(files),
    notes: notesOf(files),
  }));
}
