/** What every backend is: something that compiles a FlowQuery and runs it. */
import type { Malformed } from '../record/malformed.ts';
import type { FlowQuery } from './flow-query.ts';
import type { Observer } from './observer.ts';

export interface Progress {
  /** What is going on, in words: `queued behind 3 queries`, `12 of 40 files`. */
  readonly text: string;
  readonly recordsScanned?: number;
  readonly bytesScanned?: number;
  /** How much of the work is done, 0 to 1, where that can be told. */
  readonly done?: number;
  /** Queries that come before this one, where it waits in a queue. */
  readonly ahead?: number;
  /** What keeps it that should not, in words: `AWS throttles: asked 3 times over 12 s, and asking on`. */
  readonly trouble?: string;
}

export interface RunOptions {
  /** Aborting cancels the query where it runs, not only the wait for it. The run then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Who asks. Queries of different people take turns where a service runs only so many; without it, nobody in particular. */
  readonly asker?: string;
  /** Run anew, whatever is remembered of the same query. */
  readonly fresh?: boolean;
  /** Hears of what is run for it. */
  readonly observer?: Observer | undefined;
}

/** What queries are likely to cost, before they are run. */
export interface Estimate {
  /** Null where it cannot be told. */
  readonly bytes: number | null;
  /** US dollars; null where it cannot be told. 0 for local files. */
  readonly usd: number | null;
  /** How it was come by, in words: `CloudWatch Logs estimated it`, `26 hourly partitions of about 1.2 GB`, `the sizes of 40 files`. */
  readonly basis: string;
}

export interface Scan {
  /** Queries run against the service; 0 for local files. */
  readonly queries: number;
  /** Null where the engine cannot tell. */
  readonly bytes: number | null;
  readonly records: number | null;
  /** US dollars; null where the engine's price is not known. 0 for local files. */
  readonly estimatedUsd: number | null;
  readonly milliseconds: number;
}

export interface QueryResult<Row> {
  readonly rows: readonly Row[];
  /** There were more rows than the query's limit. */
  readonly cutOff: boolean;
  readonly scan: Scan;
  readonly malformed: Malformed;
  /** What the reader should know about how the answer came about, such as fields that the log's format lacks. */
  readonly notes: readonly string[];
  /**
   * When the service was asked, seconds since the epoch, where that was not for this run: the result is remembered, or shared with a run that
   * was under way. The scan is then empty, since it was paid for once. Absent otherwise.
   */
  readonly askedAt?: number;
}

export interface Engine {
  /** `files`, `insights`, `athena`, `memory`. */
  readonly id: string;
  /** @throws a `SourceError` that says what was attempted, what happened and what to do. */
  run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>>;
  /**
   * What the queries would cost together if they were run as they are asked: at the same moment. It scans nothing and costs nothing.
   * Never rejects because it cannot tell: then its figures are null. Absent where the engine cannot estimate.
   */
  estimate?(queries: readonly FlowQuery<unknown>[], options: RunOptions): Promise<Estimate>;
  /**
   * The rows a page at a time, in the query's order, so that a long result is never held whole; what `run` tells of the query comes at the end.
   * Absent where the engine has no such way: then `run` is asked.
   */
  stream?<Row>(
    query: FlowQuery<Row>,
    options: RunOptions,
  ): AsyncGenerator<readonly Row[], Omit<QueryResult<Row>, 'rows'>>;
  /** Frees what the engine holds: connections, temporary tables, running queries. */
  close(): Promise<void>;
}
