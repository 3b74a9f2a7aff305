/** The files of a source as relations: opened when first needed, remembered while they stay the same. */

import { access } from 'node:fs/promises';
import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Window } from '../../query/window.ts';
import type { RecordFormat } from '../../record/format.ts';
import type { FlowRecord } from '../../record/record.ts';
import { wantedFiles } from './estimate.ts';
import { type Head, readHead } from './head.ts';
import { type KnownFile, NO_FINDINGS } from './known-file.ts';
import { layoutOf } from './layout.ts';
import { Looking } from './looking.ts';
import { parquetColumns } from './parquet-columns.ts';
import { parsedTable } from './parsed-table.ts';
import { type RecordFile, unreadable } from './record-file.ts';
import { type RejectedLine, rereadLines } from './rejected-lines.ts';
import type { Relation } from './relation.ts';
import { readWhole } from './whole-file.ts';

export interface DatasetOptions {
  readonly duckdb: typeof DuckDB;
  readonly connection: DuckDBConnection;
  /** Files, globs, directories. */
  readonly paths: readonly string[];
  /** The format of lines before any header, where someone told it. */
  readonly format: RecordFormat | undefined;
}

export class Dataset {
  readonly #options: DatasetOptions;
  readonly #known = new Map<string, KnownFile>();
  readonly #looking = new Looking();
  #tables = 0;

  constructor(options: DatasetOptions) {
    this.#options = options;
  }

  /** The files that may hold records of one of the windows. @throws SourceError for a file that cannot be read. */
  async files(windows: readonly Window[]): Promise<readonly KnownFile[]> {
    const wanted = await this.wanted(windows);
    const parquet: RecordFile[] = [];
    // One after the other: a directory may have more files than a process may have open.
    for (const file of wanted) {
      if (await isAsKnown(file, this.#known.get(file.path))) continue;
      const head = await readable(file, () => readHead(file.path));
      if (head.packed === 'parquet') parquet.push(file);
      else this.#known.set(file.path, await this.#openedText(file, head));
    }
    await this.#openParquet(parquet);
    return wanted.flatMap(({ path }) => this.#known.get(path) ?? []);
  }

  /** The same without opening them. */
  wanted(windows: readonly Window[]): Promise<readonly RecordFile[]> {
    return wantedFiles(this.#options.paths, (pattern) => this.#glob(pattern), windows);
  }

  known(path: string): KnownFile | undefined {
    return this.#known.get(path);
  }

  /** It is opened anew when it is wanted again. */
  forget(path: string): void {
    this.#known.delete(path);
  }

  /**
   * Looks the text files through that were not before, which DuckDB may read meanwhile.
   *
   * @returns whether one of them is not to be read by DuckDB, so that what was asked must be asked again. @throws SourceError for one that is damaged
   */
  async lookThrough(files: readonly KnownFile[]): Promise<boolean> {
    const open = files.filter((file) => file.reader.kind === 'columns' && !this.#looking.of(file));
    const found = await Promise.all(
      open.map(async (file) => {
        const { isCut, hasLongLine } = await readable(file, () => this.#looking.through(file, file.packed));
        if (hasLongLine) this.forget(file.path);
        else if (isCut) this.#known.set(file.path, { ...file, isCut });
        return hasLongLine;
      }),
    );
    return found.includes(true);
  }

  /** From now on what the lines of a text file say is read from a copy in Parquet; what else is known of the file stays. */
  async readFrom(path: string, copy: string): Promise<void> {
    const file = this.#known.get(path);
    const columns = (await parquetColumns(this.#options.connection, [copy])).get(copy);
    if (file && columns)
      this.#known.set(path, { ...file, reader: { kind: 'parquet', at: copy, columns }, settled: true });
  }

  /** Looks at the lines that DuckDB refused. @returns whether records were found among them, so that what was asked must be asked again. */
  async learn(rejected: readonly RejectedLine[], read: readonly KnownFile[]): Promise<boolean> {
    let changed = false;
    for (const file of read.filter(({ settled }) => !settled)) {
      const lines = rejected.filter(({ path }) => path === file.path);
      const settled = await this.#settled(this.#asLooked(file), lines);
      changed ||= settled.reader !== file.reader || settled.parsed !== file.parsed;
      this.#known.set(file.path, settled);
    }
    return changed;
  }

  /** From now on, lines with odd words are told apart from the others of these files. */
  beStrict(read: readonly KnownFile[]): void {
    for (const file of read) {
      if (file.reader.kind !== 'columns') continue;
      this.#known.set(file.path, { ...this.#asLooked(file), reader: { ...file.reader, strict: true } });
    }
  }

  /** With what was found of it since it was opened. */
  #asLooked(file: KnownFile): KnownFile {
    return { ...file, isCut: this.#looking.of(file)?.isCut ?? file.isCut };
  }

  async #settled(file: KnownFile, lines: readonly RejectedLine[]): Promise<KnownFile> {
    if (file.reader.kind !== 'columns' || lines.length === 0) return { ...file, settled: true };
    const reread = rereadLines(file.path, file.reader.format, lines);
    if (reread === 'another-format') return this.#wholly(file, file.reader);
    const { records, ...findings } = reread;
    return { ...file, findings, parsed: await this.#table(records), settled: true };
  }

  async #glob(pattern: string): Promise<readonly string[]> {
    const result = await this.#options.connection.runAndReadAll('SELECT file FROM glob($1)', [pattern]);
    return result.getRowsJS().map(([file]) => String(file));
  }

  async #openParquet(files: readonly RecordFile[]): Promise<void> {
    const paths = files.map(({ path }) => path);
    const found = await parquetColumns(this.#options.connection, paths);
    for (const file of files) {
      const reader = {
        kind: 'parquet' as const,
        at: file.path,
        columns: found.get(file.path) ?? new Map(),
      };
      const opened = { ...file, packed: 'parquet' as const, isCut: false, reader, parsed: null };
      this.#known.set(file.path, { ...opened, findings: NO_FINDINGS, settled: true });
    }
  }

  async #openedText(file: RecordFile, head: Head): Promise<KnownFile> {
    const { packed } = head;
    const layout = layoutOf(head, this.#options.format);
    const looked = await readable(file, () =>
      layout.kind === 'lines' ? this.#looking.through(file, packed) : this.#looking.atOnce(file, head),
    );
    const opened = { ...file, packed, isCut: looked?.isCut ?? false };
    if (layout.kind === 'lines') return this.#wholly(opened, { format: this.#options.format });
    if (looked?.hasLongLine)
      return this.#wholly(opened, { format: layout.hasHeader ? undefined : layout.format });
    const unknownFields = layout.format.fields.flatMap(({ name, key }) => (key === null ? [name] : []));
    const findings = { ...NO_FINDINGS, unknownFields };
    return { ...opened, reader: { ...layout, strict: false }, parsed: null, findings, settled: false };
  }

  async #wholly(
    file: RecordFile & Pick<KnownFile, 'packed' | 'isCut'>,
    { format }: { readonly format: RecordFormat | undefined },
  ): Promise<KnownFile> {
    const { records, ...findings } = await readable(file, () => readWhole(file.path, file.packed, format));
    const parsed = await this.#table(records);
    return { ...file, reader: { kind: 'table' }, parsed, findings, settled: true };
  }

  async #table(records: readonly FlowRecord[]): Promise<Relation | null> {
    const { duckdb, connection } = this.#options;
    this.#tables += 1;
    return (await parsedTable(duckdb, connection, `parsed_${this.#tables}`, records)) ?? null;
  }
}

/** Whether it has the content that is known; a copy of it may have been cleared away meanwhile. */
async function isAsKnown({ path, version }: RecordFile, known: KnownFile | undefined): Promise<boolean> {
  if (known?.version !== version) return false;
  if (known.reader.kind !== 'parquet' || known.reader.at === path) return true;
  return access(known.reader.at).then(
    () => true,
    () => false,
  );
}

/** @throws SourceError for a file that cannot be read */
async function readable<T>({ path }: RecordFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreadable(path, error);
  }
}
