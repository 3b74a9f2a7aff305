/**
 * Queries of one account and region: started by one queue, followed at one pace, stopped when nobody waits for them any more. Sources that ask
 * the same account and region share one.
 */
import { randomUUID } from 'node:crypto';
import type { Progress } from '../../query/engine.ts';
import { type Observer, observed, type Step } from '../../query/observer.ts';
import { SourceError } from '../../query/source-error.ts';
import { createOpenWork } from '../aws/open-work.ts';
import { type Clock, systemClock } from '../aws/pace.ts';
import { createStartQueue } from '../aws/start-queue.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { createAthenaApi, type StatementToStart, type Workgroup } from './athena-api.ts';
import { type About, athenaClosed, callFailure } from './failure.ts';
import { followed } from './following.ts';
import { queryUsd } from './price.ts';
import { endedBadly } from './query-failure.ts';
import { createRequests } from './requests.ts';
import { createStarter } from './starter.ts';
import type { TableMetadata } from './table-properties.ts';

export interface ServiceOptions extends AwsSettings {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** For tests: a clock that does not wait. Without it, timers of the process and `monotonic`. */
  readonly clock?: Clock | undefined;
  /** A number from 0 up to 1, for waits that differ. */
  readonly random?: (() => number) | undefined;
  /** Queries that run at once; what the account allows is shared with all its other users. */
  readonly concurrentQueries?: number | undefined;
}

interface QueryOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Who asks; nobody in particular where it is not said. */
  readonly asker?: string | undefined;
  /** A query that has scanned more is stopped. */
  readonly maxBytes: number | null;
  /** What is asked, for what is said of failures. */
  readonly about: About;
  /** Hears of the queries. */
  readonly observer?: Observer | undefined;
}

interface Succeeded {
  readonly queryId: string;
  readonly bytesScanned: number | null;
  /** The result is that of an earlier run. */
  readonly reused: boolean;
  /** Queries that it took: more than one where Athena failed and was asked again. */
  readonly queries: number;
}

export interface AthenaService {
  /** Null where none is configured. */
  region(): Promise<string | null>;
  /** @throws SourceError, or the signal's reason when it is aborted; the query is then stopped where it runs */
  run(statement: StatementToStart, options: QueryOptions): Promise<Succeeded>;
  /** The rows of a query that succeeded, a page at a time, without the one that names the columns. @throws as `run` */
  pages(
    queryId: string,
    options: Pick<QueryOptions, 'signal' | 'about'>,
  ): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
  /** @throws SourceError, or the signal's reason when it is aborted */
  table(
    of: { readonly catalog: string; readonly database: string; readonly name: string },
    options: Pick<QueryOptions, 'signal' | 'about'>,
  ): Promise<TableMetadata>;
  /** Null where it may not be read, which no answer depends on. */
  workgroup(name: string, signal: AbortSignal): Promise<Workgroup | null>;
  /** Stops what runs. */
  close(): Promise<void>;
}

/**
 * An account may run 20 to 200 queries at once, by Region, and start 20 a second; it may ask 100 times a second how they get on (Athena User Guide,
 * "Service Quotas"). This is the part of it that is taken, so that other users are left the rest.
 */
const CONCURRENT_QUERIES = 10;
const STARTS_PER_SECOND = 5;
const REQUESTS_PER_SECOND = 25;

export function createAthenaService(options: ServiceOptions): AthenaService {
  const { monotonic, clock = systemClock(monotonic), random = Math.random } = options;
  const { tracked, ended } = createOpenWork();
  const api = createAthenaApi(options);
  const startOne = createStarter(api.start);
  const queue = createStartQueue({
    clock,
    random,
    concurrent: options.concurrentQueries ?? CONCURRENT_QUERIES,
    startsPerSecond: STARTS_PER_SECOND,
  });
  const requests = createRequests({ clock, random, perSecond: REQUESTS_PER_SECOND });
  const closing = new AbortController();

  async function region(): Promise<string | null> {
    try {
      return await api.region();
    } catch {
      // A query says so itself, with what to do about it.
      return null;
    }
  }

  function untilClosed(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, closing.signal]);
  }

  /** Resolves when the query no longer runs as far as can be known. */
  function stop(queryId: string): Promise<void> {
    // A query that has ended meanwhile cannot be stopped, and one that cannot be reached runs on to its end; neither concerns who gave it up.
    return tracked(api.stop(queryId)).catch(() => undefined);
  }

  /** Makes a call whose failure is said in words. */
  async function asked<T>(
    operation: string,
    about: About,
    signal: AbortSignal,
    call: () => Promise<T>,
  ): Promise<T> {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw callFailure(error, { operation, about, region: await region() });
    }
  }

  function start(statement: StatementToStart, { signal, onProgress, asker, about }: QueryOptions) {
    const token = randomUUID();
    return asked('StartQueryExecution', about, signal, () =>
      queue.enter({
        signal,
        asker,
        start: () => tracked(startOne(statement, token)),
        abandon: (queryId) => void stop(queryId),
        onWaiting: (text, ahead, trouble) =>
          onProgress({ text, ahead, ...(trouble === null ? {} : { trouble }) }),
      }),
    );
  }

  function toItsEnd(statement: StatementToStart, options: QueryOptions) {
    const { observer, signal } = options;
    return observed(
      { observer, kind: 'query', facts: { backend: 'athena' }, signal },
      (step) => runObserved(statement, options, step),
      ({ execution: { state: status } }) =>
        status === 'SUCCEEDED' ? { status } : { status, failure: status.toLowerCase() },
    );
  }

  async function runObserved(statement: StatementToStart, options: QueryOptions, step: Step) {
    const { queryId, release } = await start(statement, options);
    try {
      const where = await region();
      step.note({ queryId, region: where });
      const onTrouble = (trouble: string) => options.onProgress({ text: trouble, trouble });
      const ask = async (signal: AbortSignal) => {
        const execution = await requests.make(() => tracked(api.execution(queryId)), signal, onTrouble);
        const { bytesScanned: bytes, reused } = execution;
        step.note(reused ? { bytes: 0, usd: 0 } : { bytes, usd: queryUsd(bytes, where) });
        return execution;
      };
      const execution = await asked('GetQueryExecution', options.about, options.signal, () =>
        followed(ask, clock, { ...options, region: where }),
      );
      release();
      return { queryId, execution };
    } catch (error) {
      // Its place is free when it no longer runs.
      void stop(queryId).finally(release);
      throw error;
    }
  }

  async function run(statement: StatementToStart, given: QueryOptions): Promise<Succeeded> {
    const options = { ...given, signal: untilClosed(given.signal) };
    for (let queries = 1; ; queries += 1) {
      const { queryId, execution } = await toItsEnd(statement, options);
      const { state, failure, bytesScanned, reused } = execution;
      if (state === 'SUCCEEDED') return { queryId, bytesScanned, reused, queries };
      // A failed query costs nothing.
      if (state !== 'FAILED' || !failure?.retryable || queries > 1)
        throw endedBadly(execution, statement, given.about);
      options.onProgress({ text: 'Athena failed and may succeed: asked again' });
    }
  }

  async function* pages(queryId: string, given: Pick<QueryOptions, 'signal' | 'about'>) {
    const signal = untilClosed(given.signal);
    let nextToken: string | undefined;
    do {
      const token = nextToken;
      const page = await asked('GetQueryResults', given.about, signal, () =>
        requests.make(() => tracked(api.results(queryId, token)), signal),
      );
      nextToken = page.nextToken;
      yield token === undefined ? page.rows.slice(1) : page.rows;
    } while (nextToken !== undefined);
  }

  return {
    region,
    run: (statement, given) => tracked(run(statement, given)),
    pages,
    table(of, given) {
      const signal = untilClosed(given.signal);
      return asked('GetTableMetadata', given.about, signal, () =>
        requests.make(() => tracked(api.table(of)), signal),
      );
    },
    async workgroup(name, signal) {
      const either = untilClosed(signal);
      try {
        return await requests.make(() => tracked(api.workgroup(name)), either);
      } catch {
        either.throwIfAborted();
        // Its permission is optional; whatever else it is, the query will meet it too and say so.
        return null;
      }
    },
    async close() {
      closing.abort(athenaClosed());
      await ended();
      await api.close();
    },
  };
}
