/**
 * Queries of one account and region: started by one queue, followed by one poller, stopped when nobody waits for them any more. Sources that ask
 * the same account and region share one.
 */
import type { Progress } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Clock, systemClock } from '../aws/pace.ts';
import { bytesText, countText } from '../aws/quantity.ts';
import { createStartQueue } from '../aws/start-queue.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { endedBadly, queryFailure, sourceClosed } from './failure.ts';
import { createLogsApi, type QueryState, type QueryToStart } from './logs-api.ts';
import { createPoller, type Ended } from './poller.ts';
import { estimatedUsd } from './price.ts';

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

export interface InsightsService {
  /** Null where none is configured. */
  region(): Promise<string | null>;
  /** @throws SourceError, or the signal's reason when it is aborted; the query is then stopped where it runs */
  run(query: QueryToStart, options: QueryOptions): Promise<Ended>;
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

function progressOf({ status, recordsScanned, bytesScanned }: QueryState): Progress {
  if (status === 'Scheduled') return { text: 'scheduled' };
  const scanned = [
    ...(recordsScanned === null ? [] : [countText(recordsScanned, 'record', 'records')]),
    ...(bytesScanned === null ? [] : [bytesText(bytesScanned)]),
  ];
  return {
    text: scanned.length === 0 ? 'running' : `${scanned.join(', ')} scanned`,
    ...(recordsScanned === null ? {} : { recordsScanned }),
    ...(bytesScanned === null ? {} : { bytesScanned }),
  };
}

function overBudget(
  scanned: number,
  allowed: number,
  query: QueryToStart,
  region: string | null,
): SourceError {
  const usd = estimatedUsd(scanned, region);
  const cost = usd === null ? '' : `, about $${usd.toFixed(2)}`;
  return new SourceError({
    code: 'rejected-query',
    attempted: `query ${query.logGroups.join(', ')}`,
    happened: `it had scanned ${bytesText(scanned)}${cost}, when it was stopped: a query may scan ${bytesText(allowed)} here.`,
    todo: 'Ask about a shorter time (`last 15m`), name fewer log groups, or raise maxBytesPerQuery of the source.',
  });
}

export function createInsightsService(options: ServiceOptions): InsightsService {
  const { monotonic, clock = systemClock(monotonic), random = Math.random } = options;
  const api = createLogsApi(options);
  const queue = createStartQueue({
    clock,
    random,
    concurrent: options.concurrentQueries ?? CONCURRENT_QUERIES,
    startsPerSecond: STARTS_PER_SECOND,
  });
  const poller = createPoller({
    ask: api.getQueryResults,
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
    query: QueryToStart,
    { signal, onProgress, maxBytes }: QueryOptions,
  ) {
    const where = await region();
    try {
      return await poller.follow(queryId, signal, (state) => {
        const scanned = state.bytesScanned ?? 0;
        if (maxBytes !== null && scanned > maxBytes) throw overBudget(scanned, maxBytes, query, where);
        onProgress(progressOf(state));
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw queryFailure(error, { query, operation: 'GetQueryResults', region: where });
    }
  }

  async function run(query: QueryToStart, given: QueryOptions): Promise<Ended> {
    const options = { ...given, signal: AbortSignal.any([given.signal, closing.signal]) };
    const started = await start(query, options);
    let ended: Ended;
    try {
      ended = await follow(started.queryId, query, options);
    } catch (error) {
      // Its place is free when it no longer runs.
      void stop(started.queryId).finally(started.release);
      throw error;
    }
    started.release();
    if (ended.status !== 'Complete') throw endedBadly(ended.status, query);
    return ended;
  }

  return {
    region,
    run: (query, given) => tracked(run(query, given)),
    fieldsOf: (logGroup) => tracked(api.getLogGroupFields(logGroup)),
    async close() {
      closing.abort(sourceClosed());
      while (unfinished.size > 0) await Promise.allSettled(unfinished);
      await api.close();
    },
  };
}
