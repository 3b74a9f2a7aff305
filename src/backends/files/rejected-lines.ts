/** The lines that DuckDB could not take as they stand, read by the line parser: some are records all the same, with repeated spaces or further values. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { formatNames, isHeader, type RecordFormat } from '../../record/format.ts';
import { recordReader } from '../../record/parse-lines.ts';
import type { FlowRecord } from '../../record/record.ts';
import type { Findings } from './known-file.ts';
import type { TextFiles } from './relation.ts';
import { quotedName } from './sql.ts';

export interface RejectedLine {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Takes them out of the tables in which DuckDB noted them, in the order of the files; the tables are dropped.
 * Undefined where DuckDB saw without reading a line that no record can be wanted, and made no tables.
 */
export async function takeRejected(
  connection: DuckDBConnection,
  { lines, scans }: TextFiles['rejects'],
): Promise<readonly RejectedLine[] | undefined> {
  const [rejected, scanned] = [quotedName(lines), quotedName(scans)];
  const made = await connection.runAndReadAll('SELECT 1 FROM duckdb_tables() WHERE table_name = $1', [lines]);
  if (made.currentRowCount === 0) return undefined;
  // A line that is refused for several values may be noted under several numbers, where an empty one follows it.
  const found = await connection.runAndReadAll(
    `SELECT file_path, min(line) AS line, first(csv_line) AS csv_line FROM ${rejected} JOIN ${scanned} USING (scan_id, file_id)
     GROUP BY file_path, coalesce(line_byte_position, -line) ORDER BY file_path, line`,
  );
  await connection.run(`DROP TABLE ${rejected}; DROP TABLE ${scanned}`);
  return found.getRowObjectsJS().map((row) => ({
    path: String(row['file_path']),
    line: Number(row['line']),
    text: String(row['csv_line']),
  }));
}

type Reread = Findings & { readonly records: readonly FlowRecord[] };

/** `another-format`: a header in the middle gives the lines after it another meaning, so the file cannot be read in columns. */
export function rereadLines(
  path: string,
  format: RecordFormat,
  lines: readonly RejectedLine[],
): Reread | 'another-format' {
  const names = formatNames(format);
  const reader = recordReader({ file: path, format });
  const records: FlowRecord[] = [];
  for (const { line, text } of lines) {
    if (isHeader(text) && text.trim() !== names) return 'another-format';
    reader.read(text, line, (record) => records.push(record));
  }
  const { malformed, withExtra, unknownFields } = reader.summary();
  return { records, malformed, withExtra, unknownFields };
}
