/** Runs the queries that analyzers need: each distinct one once, those that can match nothing not at all. */
import type { Engine, Progress, QueryResult, RunOptions, Scan } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { isNever } from '../query/predicate.ts';
import type { Window } from '../query/window.ts';
import { NONE_MALFORMED } from '../record/malformed.ts';
import { CombinedProgress, type QueryProgress } from './combined-progress.ts';
import type { Meter, QuestionSpending } from './question-spending.ts';

type Result = QueryResult<unknown>;

const NOTHING: Result = {
  rows: [],
  cutOff: false,
  scan: { queries: 0, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 },
  malformed: NONE_MALFORMED,
  notes: [],
};

type About = Omit<Result, 'rows'>;

async function* pagesOf(
  engine: Engine,
  query: FlowQuery<unknown>,
  options: RunOptions,
): AsyncGenerator<readonly unknown[], About> {
  if (engine.stream) return yield* engine.stream(query, options);
  const { rows, ...about } = await engine.run(query, options);
  yield rows;
  return about;
}

function keyOf(query: FlowQuery<unknown>): string {
  return JSON.stringify(query);
}

export interface NeededQueriesParts {
  readonly engine: Engine;
  readonly options: RunOptions;
  /** How many times at most queries are asked for, for the progress. */
  readonly stages: number;
  /** Without it nothing is estimated, and nobody is asked. */
  readonly spending: QuestionSpending | null;
  /** The question's, if it can be narrowed where it would scan too much. */
  readonly window: Window | null;
}

export class NeededQueries {
  readonly #parts: NeededQueriesParts;
  readonly #progress: CombinedProgress;
  /** Aborted when the queries are seen to take more than they may. */
  readonly #passed = new AbortController();
  /** As engines are given them: one signal for all, by which they know the question. */
  readonly #options: RunOptions;
  /** By the query's own value: two analyzers that ask the same pay once. */
  readonly #results = new Map<string, Promise<Result>>();

  constructor(parts: NeededQueriesParts) {
    this.#parts = parts;
    this.#options = {
      ...parts.options,
      signal: AbortSignal.any([parts.options.signal, this.#passed.signal]),
    };
    this.#progress = new CombinedProgress(parts.options.onProgress ?? (() => undefined), parts.stages);
  }

  /** Starts those that were not asked yet, all at the same moment: engines read once for what is asked together. */
  #start(queries: readonly FlowQuery<unknown>[]): void {
    const { engine, spending, window } = this.#parts;
    const options = this.#options;
    const open = new Map(queries.map((query) => [keyOf(query), query]));
    for (const [key, query] of open) if (isNever(query.where) || this.#results.has(key)) open.delete(key);
    if (open.size === 0) return;
    const progress = this.#progress.stage(open.size);
    const meters = spending?.allow(engine, [...open.values()], { ...options, window });
    for (const [index, [key, query]] of [...open].entries()) {
      const run = (meter?: Meter) => this.#run(query, progress[index], meter);
      this.#results.set(key, meters ? meters.then((all) => run(all[index])) : run());
    }
  }

  #watch(meter: Meter | undefined, progress: QueryProgress | undefined): (latest: Progress) => void {
    return (latest) => {
      progress?.note(latest);
      const passed = meter?.note(latest);
      if (passed) this.#passed.abort(passed);
    };
  }

  async #run(query: FlowQuery<unknown>, progress?: QueryProgress, meter?: Meter): Promise<Result> {
    const onProgress = this.#watch(meter, progress);
    let scan: Scan | null = null;
    try {
      const result = await this.#parts.engine.run(query, { ...this.#options, onProgress });
      scan = result.scan;
      return result;
    } finally {
      await meter?.end(scan);
      progress?.end();
    }
  }

  /** The rows under the names they were asked by. @throws what the engine throws for the first query that fails. */
  async rows(needs: Readonly<Record<string, FlowQuery<unknown>>>): Promise<Record<string, Result>> {
    this.#start(Object.values(needs));
    const named = await Promise.all(
      Object.entries(needs).map(
        async ([name, query]) => [name, (await this.#results.get(keyOf(query))) ?? NOTHING] as const,
      ),
    );
    return Object.fromEntries(named);
  }

  /** The rows of one query alone. */
  async rowsOf<Row>(query: FlowQuery<Row>): Promise<readonly Row[]> {
    const { one = NOTHING } = await this.rows({ one: query });
    // The rows that come are those of the query.
    return one.rows as readonly Row[];
  }

  /**
   * The rows of one more query a page at a time, for results that are not to be held; what is known of the run comes at the end. An engine that
   * has no pages gives its rows at once.
   */
  async *pages(query: FlowQuery<unknown>): AsyncGenerator<readonly unknown[], About> {
    if (isNever(query.where)) return NOTHING;
    const { engine, spending, window } = this.#parts;
    const options = this.#options;
    const [progress] = this.#progress.stage(1);
    const [meter] = (await spending?.allow(engine, [query], { ...options, window })) ?? [];
    const onProgress = this.#watch(meter, progress);
    let scan: Scan | null = null;
    let rows = 0;
    const pages = pagesOf(engine, query, { ...options, onProgress });
    try {
      for (;;) {
        const { value, done } = await pages.next();
        if (done) {
          scan = value.scan;
          return value;
        }
        yield value;
        // Whoever asked for the next page has written this one.
        rows += value.length;
        progress?.note({ text: `wrote ${rows} rows`, done: Math.min(1, rows / query.limit) });
      }
    } finally {
      // Whoever wants no more of them wants the engine to stop, too.
      await pages.return(NOTHING);
      await meter?.end(scan);
      progress?.end();
    }
  }

  /** Everything that was run so far and came back. */
  async finished(): Promise<readonly Result[]> {
    const settled = await Promise.allSettled(this.#results.values());
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }
}
