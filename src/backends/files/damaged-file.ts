/** Which of several files is damaged, where DuckDB does not say it: each is read by itself until one cannot be. Only after a question has failed. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { KnownFile } from './known-file.ts';
import { quotedText } from './sql.ts';

/** Of Parquet files: a text file that is damaged is met where it is looked through. */
export async function damagedAmong(
  connection: DuckDBConnection,
  files: readonly KnownFile[],
): Promise<KnownFile | undefined> {
  for (const file of files) {
    if (file.reader.kind !== 'parquet') continue;
    const source = `read_parquet(${quotedText(file.reader.at)}, hive_partitioning=false)`;
    try {
      await connection.run(`SELECT max(hash(record)) FROM ${source} AS record`);
    } catch {
      // What it fails for has been said of the question.
      return file;
    }
  }
  return undefined;
}
