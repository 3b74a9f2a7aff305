/** Gathers the queries that one question asks at the same moment into batches, and runs the batches one after the other. */
import type { Progress, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';

/** Rows as the database gives them, by the names of the query's columns. */
export type RawResult = QueryResult<Readonly<Record<string, unknown>>>;

export interface Batch {
  readonly queries: readonly FlowQuery<unknown>[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Runs a batch. @returns one result a query, in their order. */
export type RunBatch = (batch: Batch) => Promise<readonly RawResult[]>;

interface Gathering {
  readonly queries: FlowQuery<unknown>[];
  readonly watchers: Set<(progress: Progress) => void>;
  readonly results: Promise<readonly RawResult[]>;
}

export class Batches {
  readonly #run: RunBatch;
  /** By the question's signal, which all its queries share. */
  readonly #gathering = new Map<AbortSignal, Gathering>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(run: RunBatch) {
    this.#run = run;
  }

  async ask(query: FlowQuery<unknown>, { signal, onProgress }: RunOptions): Promise<RawResult> {
    signal.throwIfAborted();
    const gathering = this.#gathering.get(signal) ?? this.#gather(signal);
    if (onProgress) gathering.watchers.add(onProgress);
    const index = gathering.queries.push(query) - 1;
    const result = (await gathering.results)[index];
    if (!result) throw new TypeError(`The batch has no result for its query ${index + 1}.`);
    return result;
  }

  /** Does something between two batches, when its turn comes. */
  async alone<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const turn = (async () => {
      await before;
      signal.throwIfAborted();
      return work();
    })();
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    await this.#last;
  }

  #gather(signal: AbortSignal): Gathering {
    const queries: FlowQuery<unknown>[] = [];
    const watchers = new Set<(progress: Progress) => void>();
    const onProgress = (progress: Progress) => {
      for (const watch of watchers) watch(progress);
    };
    const before = this.#last;
    const ahead = this.#waiting;
    this.#waiting += 1;
    const results = (async () => {
      try {
        // The other queries of the same moment come in before this goes on.
        await Promise.resolve();
        this.#gathering.delete(signal);
        if (ahead > 0)
          onProgress({
            text: `waiting for ${ahead === 1 ? 'another question' : `${ahead} other questions`}`,
          });
        await before;
        signal.throwIfAborted();
        return await this.#run({ queries, signal, onProgress });
      } finally {
        this.#waiting -= 1;
      }
    })();
    // A failed batch does not stop the next one; whoever asked hears of it.
    this.#last = results.catch(() => undefined);
    const gathering = { queries, watchers, results };
    this.#gathering.set(signal, gathering);
    return gathering;
  }
}
