/**
 * An engine that runs what costs money once: people who ask the same at the same time share one run, and who asks it again soon after is
 * answered from memory.
 *
 * Two queries are the same when their values are, the window among them. `last 1h`, typed again twenty seconds later, is another window: that it
 * is the same question is decided where questions are read (recent-windows.ts), so that an answer always says the window that it is of.
 */
import type { Engine, QueryResult, RunOptions, Scan } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { type Bounds, ResultMemory } from './result-memory.ts';
import { SharedRun } from './shared-run.ts';

type Result = QueryResult<unknown>;

export interface Remembering {
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly bounds?: Bounds;
}

/** A row is a few hundred bytes, so that is at most some 100 MB. */
const BOUNDS: Bounds = { results: 200, rows: 200_000 };

/** An aggregation interval of ten minutes and a usual delivery: what is older than that, seconds, hardly changes any more. */
const DELIVERY_LAG = 20 * 60;
/** How long results are kept, seconds: of a window whose records may still be coming, and of one whose records have come. */
const CURRENT_FOR = 60;
const PAST_FOR = 10 * 60;

const FREE: Scan = { queries: 0, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 };

function keptUntil({ window }: FlowQuery<unknown>, askedAt: number): number {
  return askedAt + (askedAt - window.end > DELIVERY_LAG ? PAST_FOR : CURRENT_FOR);
}

function askedBefore(result: Result, askedAt: number): Result {
  return { ...result, scan: FREE, askedAt };
}

/**
 * Failures are not remembered. `fresh` answers from no memory, and what it finds takes the place of what was remembered; a run that is under way
 * is as new as one that would begin now, so it is joined. A run is aborted when all who wait for it have given up. Streams are passed on: they
 * are long, and are wanted once.
 */
export function rememberingEngine(engine: Engine, { now, bounds = BOUNDS }: Remembering): Engine {
  const memory = new ResultMemory(bounds);
  const running = new Map<string, SharedRun>();

  function start(key: string, query: FlowQuery<unknown>, { asker, fresh, observer }: RunOptions): SharedRun {
    const askedAt = now();
    const told = {
      ...(asker === undefined ? {} : { asker }),
      ...(fresh === undefined ? {} : { fresh }),
      ...(observer ? { observer } : {}),
    };
    const run = new SharedRun({
      async run(options) {
        const result = await engine.run(query, { ...options, ...told });
        memory.keep(key, { result, askedAt, until: keptUntil(query, askedAt) });
        return result;
      },
      shared: (result) => askedBefore(result, askedAt),
      onEnd: () => running.delete(key),
    });
    running.set(key, run);
    return run;
  }

  async function ask(query: FlowQuery<unknown>, options: RunOptions): Promise<Result> {
    options.signal.throwIfAborted();
    const key = JSON.stringify(query);
    const kept = options.fresh ? undefined : memory.get(key, now());
    if (kept) return askedBefore(kept.result, kept.askedAt);
    return (running.get(key) ?? start(key, query, options)).join(options);
  }

  function isPaidFor(query: FlowQuery<unknown>, fresh: boolean): boolean {
    const key = JSON.stringify(query);
    return running.has(key) || (!fresh && memory.get(key, now()) !== undefined);
  }

  const { estimate, stream } = engine;
  return {
    id: engine.id,
    async run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
      const result = await ask(query, options);
      // What is kept under a query's own value are the rows that it was asked for.
      return { ...result, rows: result.rows as readonly Row[] };
    },
    ...(estimate && {
      async estimate(queries, options) {
        const open = queries.filter((query) => !isPaidFor(query, options.fresh === true));
        if (open.length === 0) return { bytes: 0, usd: 0, basis: 'it is remembered' };
        return estimate.call(engine, open, options);
      },
    }),
    ...(stream && { stream: stream.bind(engine) }),
    close: () => engine.close(),
  };
}
