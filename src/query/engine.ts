/** What every backend is: something that compiles a FlowQuery and runs it. */
import type { Malformed } from '../record/malformed.ts';
import type { FlowQuery } from './flow-query.ts';

export interface Progress {
  /** What is going on, in words: `queued behind 3 queries`, `12 of 40 files`. */
  readonly text: string;
  readonly recordsScanned?: number;
  readonly bytesScanned?: number;
}

export interface RunOptions {
  /** Aborting cancels the query where it runs, not only the wait for it. The run then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
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
}

export interface Engine {
  /** `files`, `insights`, `memory`. */
  readonly id: string;
  /** @throws a `SourceError` that says what was attempted, what happened and what to do. */
  run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>>;
  /** Frees what the engine holds: connections, temporary tables, running queries. */
  close(): Promise<void>;
}
