/** Runs the queries that analyzers need: each distinct one once, those that can match nothing not at all. */
import type { Engine, QueryResult, RunOptions } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { isNever } from '../query/predicate.ts';
import { NONE_MALFORMED } from '../record/malformed.ts';

type Result = QueryResult<unknown>;

const NOTHING: Result = {
  rows: [],
  cutOff: false,
  scan: { queries: 0, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 },
  malformed: NONE_MALFORMED,
  notes: [],
};

export class NeededQueries {
  readonly #engine: Engine;
  readonly #options: RunOptions;
  /** By the query's own value: two analyzers that ask the same pay once. */
  readonly #results = new Map<string, Promise<Result>>();

  constructor(engine: Engine, options: RunOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  #run(query: FlowQuery<unknown>): Promise<Result> {
    if (isNever(query.where)) return Promise.resolve(NOTHING);
    const key = JSON.stringify(query);
    const known = this.#results.get(key);
    if (known) return known;
    const result = this.#engine.run(query, this.#options);
    this.#results.set(key, result);
    return result;
  }

  /** The rows under the names they were asked by. @throws what the engine throws for the first query that fails. */
  async rows(needs: Readonly<Record<string, FlowQuery<unknown>>>): Promise<Record<string, Result>> {
    const named = await Promise.all(
      Object.entries(needs).map(async ([name, query]) => [name, await this.#run(query)] as const),
    );
    return Object.fromEntries(named);
  }

  /** Everything that was run so far and came back. */
  async finished(): Promise<readonly Result[]> {
    const settled = await Promise.allSettled(this.#results.values());
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }
}
