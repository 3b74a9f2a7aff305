/** A result as CSV, row after row to the disk. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { FileRow } from '../analyzers/analyzer.ts';
import type { ListingColumn } from '../diagnosis/diagnosis.ts';
import type { FileResult } from '../investigation/result-file.ts';
import { isoTime } from '../present/time.ts';
import { forSpreadsheet } from '../present/untrusted.ts';

/** Moments as ISO 8601 in UTC; text as no formula of a spreadsheet. */
function cellsOf(row: FileRow, columns: readonly ListingColumn[]): readonly (string | number | null)[] {
  return columns.map(({ key, unit }) => {
    const value = row[key] ?? null;
    if (typeof value === 'string') return forSpreadsheet(value);
    return unit === 'time' && value !== null ? isoTime(value) : value;
  });
}

/** Rejects with the signal's reason when it is aborted. */
export async function writeCsv(
  path: string,
  { columns, pages }: FileResult,
  signal: AbortSignal,
): Promise<void> {
  async function* lines() {
    yield columns.map(({ key }) => key);
    for await (const page of pages) for (const row of page) yield cellsOf(row, columns);
  }
  await pipeline(Readable.from(lines()), stringify(), createWriteStream(path), { signal });
}
