/**
 * How large a partition of a table is, learned from the queries that finished: Athena tells no size before a query runs. Columns and predicates change
 * what is scanned of Parquet files, so it is an average and no promise.
 */
import type { PartitionsRead } from './compile.ts';

export interface LearnedSizes {
  /** Takes note of what a finished query scanned. */
  learn(table: string, partitions: PartitionsRead, bytes: number): void;
  /** Bytes of one partition of time; null where no query has shown it. */
  partitionBytes(table: string): number | null;
}

interface Seen {
  readonly bytes: number;
  readonly partitions: number;
}

export function createLearnedSizes(): LearnedSizes {
  const seen = new Map<string, Seen>();
  return {
    learn(table, { count }, bytes) {
      const before = seen.get(table) ?? { bytes: 0, partitions: 0 };
      seen.set(table, { bytes: before.bytes + bytes, partitions: before.partitions + count });
    },
    partitionBytes(table) {
      const known = seen.get(table);
      return known && known.partitions > 0 ? known.bytes / known.partitions : null;
    },
  };
}
