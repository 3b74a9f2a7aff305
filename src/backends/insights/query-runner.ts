/** One query from its start to its end: its place in the queue, what is told meanwhile, and that it is stopped when nobody waits for it any more. */
import type { Progress } from '../../query/engine.ts';
import { type Observer, observed, type Step } from '../../query/observer.ts';
import { SourceError } from '../../query/source-error.ts';
import type { StartQueue } from '../aws/start-queue.ts';
import { queryFailure } from './failure.ts';
import type { LogsApi, QueryState, QueryToStart } from './logs-api.ts';
import type { Poller } from './poller.ts';
import { estimatedUsd } from './price.ts';
import { overBudget, progressOf } from './running-state.ts';

export interface Asking {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Who asks; nobody in particular where it is not said. */
  readonly asker?: string | undefined;
  /** Hears of the query. */
  readonly observer?: Observer | undefined;
}

export interface QueryOptions extends Asking {
  /** A query that has scanned more is stopped. */
  readonly maxBytes: number | null;
}

export interface RunnerParts {
  readonly api: LogsApi;
  readonly queue: StartQueue;
  readonly poller: Poller;
  readonly region: () => Promise<string | null>;
  /** Keeps the connection open until the work is done. */
  readonly tracked: <T>(work: Promise<T>) => Promise<T>;
}

export interface QueryRunner {
  /** @returns the query's id, and the state it ended in, of whatever status, with the first page. @throws SourceError, or the signal's reason */
  runToEnd(
    query: QueryToStart,
    options: QueryOptions,
  ): Promise<{ readonly queryId: string; readonly ended: QueryState }>;
  /** @param nextToken of the page of rows that is wanted, of a query that has ended. @throws as `runToEnd` */
  follow(
    queryId: string,
    nextToken: string | undefined,
    query: QueryToStart,
    options: QueryOptions,
  ): Promise<QueryState>;
}

function takenBy({ bytesScanned: bytes, recordsScanned: records }: QueryState, region: string | null) {
  return { bytes, records, usd: estimatedUsd(bytes, region) };
}

export function createQueryRunner({ api, queue, poller, region, tracked }: RunnerParts): QueryRunner {
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
        onWaiting: (text, ahead, trouble) =>
          onProgress({ text, ahead, ...(trouble === null ? {} : { trouble }) }),
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
    step?: Step,
  ): Promise<QueryState> {
    const where = await region();
    function onState(state: QueryState): void {
      const scanned = state.bytesScanned ?? 0;
      step?.note(takenBy(state, where));
      if (maxBytes !== null && scanned > maxBytes) throw overBudget(scanned, maxBytes, query, where);
      onProgress(progressOf(state));
    }
    try {
      const onTrouble = (trouble: string) => onProgress({ text: trouble, trouble });
      return await poller.follow({ queryId, nextToken, signal, onState, onTrouble });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw queryFailure(error, { query, operation: 'GetQueryResults', region: where });
    }
  }

  /** The query's id, and the state it ended in with the first page. */
  function runToEnd(query: QueryToStart, options: QueryOptions) {
    const { observer, signal } = options;
    return observed(
      { observer, kind: 'query', facts: { backend: 'insights' }, signal },
      (step) => runObserved(query, options, step),
      ({ ended: { status } }) =>
        status === 'Complete' ? { status } : { status, failure: status.toLowerCase() },
    );
  }

  async function runObserved(query: QueryToStart, options: QueryOptions, step: Step) {
    const { queryId, release } = await start(query, options);
    try {
      const where = await region();
      step.note({ queryId, region: where });
      const ended = await follow(queryId, undefined, query, options, step);
      step.note(takenBy(ended, where));
      release();
      return { queryId, ended };
    } catch (error) {
      // Its place is free when it no longer runs.
      void stop(queryId).finally(release);
      throw error;
    }
  }

  return {
    runToEnd,
    follow: (queryId, nextToken, query, options) => follow(queryId, nextToken, query, options),
  };
}
