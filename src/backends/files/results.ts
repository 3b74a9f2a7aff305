/** What one reading of files tells: the rows of each query, and what was read for all of them, which is counted once. */
import type { QueryResult } from '../../query/engine.ts';
import type { Batch, RawResult } from './batches.ts';
import { malformedOf, notesOf } from './file-report.ts';
import type { KnownFile } from './known-file.ts';
import { type Columns, rowsOfEach } from './statement.ts';

type About = Omit<QueryResult<unknown>, 'rows' | 'cutOff'>;

export function resultOf(files: readonly KnownFile[], milliseconds: number): About {
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  return {
    scan: { queries: 0, bytes, records: null, estimatedUsd: 0, milliseconds },
    malformed: malformedOf(files),
    notes: notesOf(files),
  };
}

/** The bytes of the files are counted once for all the queries. */
export function readBefore(result: RawResult): RawResult {
  return { ...result, scan: { ...result.scan, bytes: 0 } };
}

/** The files were read once for all the queries, so the first one's scan says it, and the others cost nothing more. */
export function results({ queries }: Batch, columns: Columns, about: About): readonly RawResult[] {
  const each = rowsOfEach(queries, columns);
  return queries.map(({ limit }, index) => ({
    ...about,
    rows: (each[index] ?? []).slice(0, limit),
    cutOff: (each[index] ?? []).length > limit,
    scan: index === 0 ? about.scan : { ...about.scan, bytes: 0, milliseconds: 0 },
  }));
}
