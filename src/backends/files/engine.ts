/** Answers queries from files with DuckDB, inside this process: text, gzip and Parquet, as S3 delivers them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { decodeRows } from '../../query/decode-rows.ts';
import type { Engine, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Batch, Batches, type RawResult } from './batches.ts';
import { besideLooking } from './beside-looking.ts';
import { estimateOf, UNKNOWN } from './estimate.ts';
import { execute } from './execute.ts';
import { areAsRead } from './kept-parts.ts';
import type { KnownFile } from './known-file.ts';
import { type Opened, open, type RecordPaths } from './opened.ts';
import { partsOf } from './parts.ts';
import { askParts, makeParts } from './parts-statement.ts';
import { portionsOf } from './portions.ts';
import { takeRejected } from './rejected-lines.ts';
import type { Relation } from './relation.ts';
import { relationsOf } from './relations-of.ts';
import { readBefore, resultOf, results } from './results.ts';
import { type Columns, compile, type Statement } from './statement.ts';
import { tableOf, tablePages } from './table-pages.ts';

export interface FilesOptions extends RecordPaths {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic?: () => number;
}

/**
 * Text is read once for so many queries: for more, planning one statement of them all costs more than reading it again. Whoever asks more is no person,
 * but the watcher, which asks as much again every few minutes beside all else that the process does.
 */
const MOST_OF_QUESTION = 12;

interface Asked {
  readonly columns: Columns;
  readonly files: readonly KnownFile[];
}

/** An engine over local files. It opens them when it is first asked. */
export function createFilesEngine(options: FilesOptions): Engine {
  const monotonic = options.monotonic ?? (() => performance.now());
  let opening: Promise<Opened> | undefined;
  let statements = 0;

  /** Asks until nothing is learned any more that would change the rows. Only one of these may run at a time. */
  async function ask(
    { queries, ...watched }: Batch,
    statementOf: (relations: readonly Relation[]) => Statement,
  ): Promise<Asked> {
    opening ??= open(options);
    const { connection, dataset } = await opening;
    const windows = queries.map(({ window }) => window);
    for (;;) {
      const files = await dataset.files(windows);
      statements += 1;
      const rejects = { lines: `rejected_${statements}`, scans: `scanned_${statements}` };
      const statement = statementOf(relationsOf(files, rejects));
      const columns = await besideLooking(dataset, files, watched.signal, (signal) =>
        execute(connection, statement, files, { ...watched, signal }),
      );
      if (columns === 'otherwise') continue;
      if (columns === 'odd-word') {
        dataset.beStrict(files);
        continue;
      }
      const readsText = files.some(({ reader }) => reader.kind === 'columns');
      const rejected = readsText ? await takeRejected(connection, rejects) : undefined;
      if (rejected && (await dataset.learn(rejected, files))) continue;
      return { columns, files: await dataset.files(windows) };
    }
  }

  /** What the question's earlier queries left tells the rows, and the files are still the same. */
  async function askKept({ queries, signal }: Batch): Promise<Asked | undefined> {
    opening ??= open(options);
    const { connection, dataset, kept } = await opening;
    const found = kept.find(signal, queries);
    if (!found) return undefined;
    const files = await dataset.files(found.queries.map(({ window }) => window));
    if (!areAsRead(files, found)) return undefined;
    return { columns: await columnsOf(connection, askParts(queries, found), files, signal), files };
  }

  /** Reads the groups that the queries share, which stay for later queries of the question. */
  async function askAnew(batch: Batch): Promise<Asked> {
    const { queries, signal } = batch;
    const parts = partsOf(queries);
    if (parts.length === 0) return ask(batch, (relations) => compile(queries, relations));
    opening ??= open(options);
    const { connection, kept } = await opening;
    statements += 1;
    const made = { table: `parts_${statements}`, parts };
    try {
      const { files } = await ask(batch, (relations) => makeParts(queries, made, relations));
      const columns = await columnsOf(connection, askParts(queries, made), files, signal);
      await kept.keep({ ...made, signal, queries, files });
      return { columns, files };
    } catch (error) {
      await kept.drop(made);
      throw error;
    }
  }

  /** Whether some of the batch's files are text, and best read once for all its queries. */
  async function staysText({ queries, ...watched }: Batch): Promise<boolean> {
    opening ??= open(options);
    const { dataset, copies, limitMemory } = await opening;
    if (queries.length > MOST_OF_QUESTION) await limitMemory();
    const files = await dataset.files(queries.map(({ window }) => window));
    const isText = files.some(({ reader }) => reader.kind === 'columns');
    const isMuch = queries.length > MOST_OF_QUESTION || copies.hasAny;
    if (isText && isMuch) await copies.make(files, watched);
    return isText && !isMuch;
  }

  async function runBatch(batch: Batch): Promise<readonly RawResult[]> {
    const portions = portionsOf(batch.queries);
    if ((await staysText(batch)) || portions.length === 1) return runTogether(batch);
    const results = new Map<number, RawResult>();
    for (const positions of portions) {
      const queries = positions.flatMap((position) => batch.queries[position] ?? []);
      const some = await runTogether({ ...batch, queries });
      const isFirst = results.size === 0;
      for (const [index, result] of some.entries())
        results.set(positions[index] ?? index, isFirst ? result : readBefore(result));
    }
    return batch.queries.flatMap((_, index) => results.get(index) ?? []);
  }

  async function runTogether(batch: Batch): Promise<readonly RawResult[]> {
    const began = monotonic();
    const told = await askKept(batch);
    const { columns, files } = told ?? (await askAnew(batch));
    const about = resultOf(files, monotonic() - began);
    return results(batch, columns, told ? { ...about, scan: { ...about.scan, bytes: 0 } } : about);
  }

  const batches = new Batches(runBatch);
  return {
    id: 'files',
    async run<Row>(query: FlowQuery<Row>, runOptions: RunOptions): Promise<QueryResult<Row>> {
      const result = await batches.ask(query, runOptions);
      return { ...result, rows: decodeRows(query, result.rows) };
    },
    async *stream<Row>(query: FlowQuery<Row>, runOptions: RunOptions) {
      const began = monotonic();
      statements += 1;
      const table = `streamed_${statements}`;
      const { signal, onProgress = () => {} } = runOptions;
      const batch = { queries: [query], signal, onProgress };
      // What was refused is known only at the end, and may change the rows: so they are read from a table, once it is right.
      const { files } = await batches.alone(signal, () =>
        ask(batch, (relations) => tableOf(compile([query], relations), table)),
      );
      opening ??= open(options);
      const { instance } = await opening;
      const cutOff = yield* tablePages(instance, table, query, signal);
      return { ...resultOf(files, monotonic() - began), cutOff };
    },
    async estimate(queries, { signal }) {
      opening ??= open(options);
      const { dataset } = await opening;
      const windows = queries.map(({ window }) => window);
      try {
        return estimateOf(await batches.alone(signal, () => dataset.wanted(windows)));
      } catch (error) {
        // A file that is not there is for the question itself to report.
        if (error instanceof SourceError) return UNKNOWN;
        throw error;
      }
    },
    async close() {
      await batches.settled();
      if (!opening) return;
      const { close } = await opening;
      await close();
    },
  };
}

/** What is told by a statement that reads no file. */
async function columnsOf(
  connection: DuckDBConnection,
  statement: Statement,
  files: readonly KnownFile[],
  signal: AbortSignal,
): Promise<Columns> {
  const columns = await execute(connection, statement, files, { signal });
  if (columns === 'odd-word') throw new TypeError('A statement that reads no file met a word of one.');
  return columns;
}
