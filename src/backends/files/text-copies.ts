/**
 * Text as Parquet, for queries that are too many to be answered in one reading: unpacking and parsing text costs far more than writing it down once,
 * and what was written down serves later queries and later rounds of the watcher too.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import PQueue from 'p-queue';
import type { RunOptions } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import { FIELD_KEYS } from '../../record/fields.ts';
import { besideLooking } from './beside-looking.ts';
import type { Dataset } from './dataset.ts';
import { execute } from './execute.ts';
import { filesText } from './file-report.ts';
import type { KnownFile } from './known-file.ts';
import { takeRejected } from './rejected-lines.ts';
import { relationsOf } from './relations-of.ts';
import { quotedText } from './sql.ts';

const MOST_BYTES = 1_000_000_000;
/** A packed file is unpacked by one thread. */
const AT_ONCE = 2;

export interface TextCopiesParts {
  readonly instance: DuckDBInstance;
  readonly dataset: Dataset;
  /** Where copies lie, and nobody else may read; null where there is no such place: nothing is copied then. */
  readonly folder: string | null;
  /** More text than that stays text, bytes on the disk. The copies take about as much again as gzip does. */
  readonly mostBytes?: number;
}

export class TextCopies {
  readonly #parts: Omit<TextCopiesParts, 'mostBytes'>;
  /** The files that were copied, by the paths of the originals; the latest last. */
  readonly #copied = new Map<string, { readonly copy: string; readonly bytes: number }>();
  /** The versions of files that could not be copied, by their paths: each try costs a whole reading, so there is one for each version. */
  readonly #failed = new Map<string, string>();
  readonly #mostBytes: number;
  #made = 0;

  constructor({ mostBytes = MOST_BYTES, ...parts }: TextCopiesParts) {
    this.#parts = parts;
    this.#mostBytes = mostBytes;
  }

  /** Whether there are any. They are made where much is asked at once, so whoever asks here is likely to ask as much again. */
  get hasAny(): boolean {
    return this.#copied.size > 0;
  }

  /**
   * Copies those that are read as text, unless they are too large together. One that cannot be copied (there is no room, or it is damaged) is read
   * as it is, and not tried again until it changes or flows is started anew.
   */
  async make(files: readonly KnownFile[], options: RunOptions): Promise<void> {
    const texts = files.filter(
      ({ path, version, reader }) => reader.kind === 'columns' && this.#failed.get(path) !== version,
    );
    const { instance, folder } = this.#parts;
    if (folder === null || texts.length === 0 || bytesOf(files) > this.#mostBytes) return;
    await this.#makeRoom(files);
    const queue = new PQueue({ concurrency: AT_ONCE });
    let done = 0;
    const copying = texts.map((file) =>
      queue.add(async () => {
        const connection = await instance.connect();
        try {
          await this.#copy(connection, file, { folder, signal: options.signal });
        } catch (error) {
          this.#giveUp(file, error, options.signal);
          return;
        } finally {
          connection.closeSync();
        }
        done += 1;
        options.onProgress?.({
          text: `unpacked ${done} of ${filesText(texts)}`,
          done: done / texts.length,
        });
      }),
    );
    // None may be at work on the disk any more when this is told as failed.
    const failed = (await Promise.allSettled(copying)).find(({ status }) => status === 'rejected');
    options.signal.throwIfAborted();
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** A disk that is full is no reason to have no answer; a file that is damaged is met again, and told, where it is read as it is. */
  #giveUp({ path, version }: KnownFile, error: unknown, signal: AbortSignal): void {
    if (signal.aborted || !(error instanceof SourceError)) throw error;
    this.#failed.set(path, version);
  }

  /** Until the copy holds what the file's lines tell: lines that were refused may turn out to be records, or to be read in another way. */
  async #copy(
    connection: DuckDBConnection,
    { path }: KnownFile,
    { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
  ): Promise<void> {
    const { dataset } = this.#parts;
    this.#made += 1;
    const name = `copy_${this.#made}`;
    const rejects = { lines: `${name}_rejected`, scans: `${name}_scanned` };
    const copy = join(folder, `${name}.parquet`);
    for (;;) {
      const file = dataset.known(path);
      if (file?.reader.kind !== 'columns') return rm(copy, { force: true });
      const text = copySql(file, copy, rejects);
      try {
        const written = await besideLooking(dataset, [file], signal, (own) =>
          execute(connection, { text, parameters: [] }, [file], { signal: own }),
        );
        if (written === 'otherwise') continue;
        if (written === 'odd-word') {
          dataset.beStrict([file]);
          continue;
        }
        const rejected = await takeRejected(connection, rejects);
        if (rejected) await dataset.learn(rejected, [file]);
        if (dataset.known(path)?.reader !== file.reader) continue;
        await dataset.readFrom(path, copy);
      } catch (error) {
        await rm(copy, { force: true });
        throw error;
      }
      await this.#keep(path, { copy, bytes: file.bytes });
      return;
    }
  }

  /** An earlier copy is of what the file held before. */
  async #keep(path: string, made: { readonly copy: string; readonly bytes: number }): Promise<void> {
    const before = this.#copied.get(path);
    if (before) await rm(before.copy, { force: true });
    this.#copied.delete(path);
    this.#copied.set(path, made);
  }

  /** The oldest go first, of those that are not wanted now. */
  async #makeRoom(wanted: readonly KnownFile[]): Promise<void> {
    const paths = new Set(wanted.map(({ path }) => path));
    let total = bytesOf(wanted);
    for (const [path, { copy, bytes }] of [...this.#copied].reverse()) {
      if (paths.has(path)) continue;
      total += bytes;
      if (total <= this.#mostBytes) continue;
      this.#parts.dataset.forget(path);
      this.#copied.delete(path);
      await rm(copy, { force: true });
    }
  }
}

function bytesOf(files: readonly KnownFile[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

/** The columns are named by field keys, and all fields that the file has are in it. */
function copySql(
  file: KnownFile,
  copy: string,
  rejects: { readonly lines: string; readonly scans: string },
): string {
  const [relation] = relationsOf([{ ...file, parsed: null }], rejects);
  if (!relation) throw new TypeError(`${file.path} is not read in columns.`);
  const fields = FIELD_KEYS.filter(relation.has);
  return `COPY (${relation.sql(fields)}) TO ${quotedText(copy)} (FORMAT parquet)`;
}
