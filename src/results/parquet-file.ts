/** A result as Parquet: gathered in a database of its own on the disk, which is gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBType } from '@duckdb/node-api';
import type { FileRow } from '../analyzers/analyzer.ts';
import type { ListingColumn } from '../diagnosis/diagnosis.ts';
import type { FileResult } from '../investigation/result-file.ts';

type Column = Pick<ListingColumn, 'key' | 'unit'>;

/** DuckDB's own vector size: a chunk cannot hold more rows. */
const CHUNK = 2048;

function isText({ unit }: Column): boolean {
  return unit === 'text' || unit === 'address';
}

function typeOf(column: Column, duckdb: typeof DuckDB): DuckDBType {
  if (isText(column)) return duckdb.VARCHAR;
  return column.unit === 'share' ? duckdb.DOUBLE : duckdb.BIGINT;
}

function cellOf(row: FileRow, column: Column): string | number | bigint | null {
  const value = row[column.key] ?? null;
  if (value === null) return null;
  if (isText(column)) return String(value);
  return column.unit === 'share' ? Number(value) : BigInt(Math.round(Number(value)));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function append(
  appender: DuckDBAppender,
  rows: readonly FileRow[],
  columns: readonly Column[],
  duckdb: typeof DuckDB,
): void {
  const types = columns.map((column) => typeOf(column, duckdb));
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK);
    const chunk = duckdb.DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(columns.map((column) => part.map((row) => cellOf(row, column))));
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
}

/** Moments are moments in UTC, not numbers. */
function selected({ key, unit }: Column): string {
  return unit === 'time' ? `to_timestamp(${quoted(key)}) AS ${quoted(key)}` : quoted(key);
}

/** @param folder where the database may be while it is needed */
export async function writeParquet(
  path: string,
  { columns, pages }: FileResult,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<void> {
  const duckdb = await import('@duckdb/node-api');
  const own = await mkdtemp(join(folder, 'flows-parquet-'));
  try {
    const instance = await duckdb.DuckDBInstance.create(join(own, 'rows.duckdb'), { threads: '1' });
    const connection = await instance.connect();
    try {
      const declared = columns.map((column) => `${quoted(column.key)} ${typeOf(column, duckdb)}`);
      await connection.run(`CREATE TABLE rows (${declared.join(', ')})`);
      const appender = await connection.createAppender('rows');
      for await (const page of pages) {
        signal.throwIfAborted();
        append(appender, page, columns, duckdb);
      }
      appender.closeSync();
      const target = `'${path.replaceAll("'", "''")}'`;
      await connection.run(
        `COPY (SELECT ${columns.map(selected).join(', ')} FROM rows) TO ${target} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
