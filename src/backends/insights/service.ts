/**
 * Queries of one account and region: started by one queue, followed by one poller, stopped when nobody waits for them any more. Sources that ask
 * the same account and region share one.
 */
import type { Progress } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Clock, systemClock } from '../aws/pace.ts';
import { createStartQueue } from '../aws/start-queue.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { endedBadly, queryFailure, sourceClosed } from './failure.ts';
import { createLogsApi, type QueryState, type QueryToStart } from './logs-api.ts';
import { createPoller } from './poller.ts';
import type { ResultRow } from './rows.ts';
import { createRunningList } from './running-list.ts';
import { overBudget, progressOf } from './running-state.ts';

export interface ServiceOptions extends AwsSettings {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** For tests: a clock that does not wait. Without it, timers of the process and `monotonic`. */
  readonly clock?: Clock | undefined;
  /** A number from 0 up to 1, for waits that differ. */
  readonly random?: (() => number) | undefined;
  /** Queries that run at once. */
  readonly concurrentQueries?: number | undefined;
}

interface QueryOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** A query that has scanned more is stopped. */
  readonly maxBytes: number | null;
  /** Who asks; nobody in particular where it is not said. */
  readonly asker?: string | undefined;
}

/** What a query took. */
export interface Scanned {
  readonly recordsScanned: number | null;
  readonly bytesScanned: number | null;
}

export interface InsightsService {
  /** Null where none is configured. */
  region(): Promise<string | null>;
  /**
   * Runs a query, and gives its rows a page at a time, as they are wanted.
   *
   * @throws SourceError, or the signal's reason when it is aborted; the query is then stopped where it runs
   */
  pages(query: QueryToStart, options: QueryOptions): AsyncGenerator<readonly ResultRow[], Scanned>;
  /** What readers should know of how queries are followed, said once. */
  notes(): readonly string[];
  /** The names and percentages of fields that are discovered in a log group. @throws the SDK's error */
  fieldsOf(logGroup: string): Promise<ReadonlyMap<string, number>>;
  /** Stops what runs. */
  close(): Promise<void>;
}

/**
 * Our part of what an account may do (CloudWatch Logs quotas: 100 queries at once, 10 StartQuery and 10 GetQueryResults requests a second).
 * 30 queries are six people's questions at once, and leave 70 for dashboards and consoles, which have no queue as patient as ours. Of the requests
 * two a second are left: others need few, and what is throttled is tried again on both sides.
 */
const CONCURRENT_QUERIES = 30;
const STARTS_PER_SECOND = 8;
const POLLS_PER_SECOND = 8;

const NOT_LISTED =
  'The permission logs:DescribeQueries is missing, so while many queries run at once it is noticed seconds late that one has ended.';

export function createInsightsService(options: ServiceOptions): InsightsService {
  const { monotonic, clock = systemClock(monotonic), random = Math.random } = options;
  const api = createLogsApi(options);
  const queue = createStartQueue({
    clock,
    random,
    concurrent: options.concurrentQueries ?? CONCURRENT_QUERIES,
    startsPerSecond: STARTS_PER_SECOND,
  });
  const unsaid: string[] = [];
  const poller = createPoller({
    ask: api.getQueryResults,
    runningList: createRunningList({
      list: () => tracked(api.runningQueries()),
      clock,
      random,
      onDenied: () => unsaid.push(NOT_LISTED),
    }),
    clock,
    random,
    requestsPerSecond: POLLS_PER_SECOND,
  });
  const closing = new AbortController();
  const unfinished = new Set<Promise<void>>();

  async function region(): Promise<string | null> {
    try {
      return await api.region();
    } catch {
      // A query says so itself, with what to do about it.
      return null;
    }
  }

  /** Keeps the client open until the work is done. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    unfinished.add(settled);
    void settled.then(() => unfinished.delete(settled));
    return work;
  }

  /** Resolves when the query no longer runs as far as can be known. */
  function stop(queryId: string): Promise<void> {
    // A query that has ended meanwhile cannot be stopped, and one that cannot be reached runs on to its end; neither concerns who gave it up.
    return tracked(api.stopQuery(queryId)).catch(() => undefined);
  }

  async function start(query: QueryToStart, { signal, onProgress, asker }: QueryOptions) {
    try {
      return await queue.enter({
        signal,
        asker,
        start: () => tracked(api.startQuery(query)),
        abandon: (queryId) => void stop(queryId),
        onWaiting: (text, ahead) => onProgress({ text, ahead }),
      });
    } catch (error) {
      signal.throwIfAborted();
      throw queryFailure(error, { query, operation: 'StartQuery', region: await region() });
    }
  }

  async function follow(
    queryId: string,
    nextToken: string | undefined,
    query: QueryToStart,
    { signal, onProgress, maxBytes }: QueryOptions,
  ): Promise<QueryState> {
    const where = await region();
    function onState(state: QueryState): void {
      const scanned = state.bytesScanned ?? 0;
      if (maxBytes !== null && scanned > maxBytes) throw overBudget(scanned, maxBytes, query, where);
      onProgress(progressOf(state));
    }
    try {
      return await poller.follow({ queryId, nextToken, signal, onState });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw queryFailure(error, { query, operation: 'GetQueryResults', region: where });
    }
  }

  /** The query's id, and the state it ended in with the first page. */
  async function runToEnd(query: QueryToStart, options: QueryOptions) {
    const { queryId, release } = await start(query, options);
    try {
      const ended = await follow(queryId, undefined, query, options);
      release();
      return { queryId, ended };
    } catch (error) {
      // Its place is free when it no longer runs.
      void stop(queryId).finally(release);
      throw error;
    }
  }

  function pageOf(query: QueryToStart, { status, rows }: QueryState): readonly ResultRow[] {
    if (status !== 'Complete') throw endedBadly(status, query);
    return rows;
  }

  async function* pages(query: QueryToStart, given: QueryOptions) {
    const options = { ...given, signal: AbortSignal.any([given.signal, closing.signal]) };
    const { queryId, ended } = await tracked(runToEnd(query, options));
    yield pageOf(query, ended);
    for (let token = ended.nextToken; token !== undefined; ) {
      const page = await tracked(follow(queryId, token, query, options));
      yield pageOf(query, page);
      token = page.nextToken;
    }
    return ended;
  }

  return {
    region,
    pages,
    notes: () => unsaid.splice(0),
    fieldsOf: (logGroup) => tracked(api.getLogGroupFields(logGroup)),
    async close() {
      closing.abort(sourceClosed());
      while (unfinished.size > 0) await Promise.allSettled(unfinished);
      await api.close();
    },
  };
}
