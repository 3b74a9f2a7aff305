/** One query from its start to its end: its place in the queue, what is told meanwhile, and that it is stopped when nobody waits for it any more. */
import { randomUUID } from 'node:crypto';
import type { Progress } from '../../query/engine.ts';
import { type Observer, observed, type Step } from '../../query/observer.ts';
import type { Clock } from '../aws/pace.ts';
import type { StartQueue } from '../aws/start-queue.ts';
import type { AthenaApi, StatementToStart } from './athena-api.ts';
import type { About } from './failure.ts';
import { followed } from './following.ts';
import { queryUsd } from './price.ts';
import { endedBadly } from './query-failure.ts';
import type { Requests } from './requests.ts';
import { createStarter } from './starter.ts';

export interface QueryOptions {
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

export interface Succeeded {
  readonly queryId: string;
  readonly bytesScanned: number | null;
  /** The result is that of an earlier run. */
  readonly reused: boolean;
  /** Queries that it took: more than one where Athena failed and was asked again. */
  readonly queries: number;
}

/** Makes a call whose failure is said in words. @throws SourceError, or the signal's reason when it is aborted */
export type Asked = <T>(
  operation: string,
  about: About,
  signal: AbortSignal,
  call: () => Promise<T>,
) => Promise<T>;

export interface RunnerParts {
  readonly api: AthenaApi;
  readonly queue: StartQueue;
  readonly requests: Requests;
  readonly clock: Clock;
  readonly region: () => Promise<string | null>;
  readonly asked: Asked;
  /** Keeps the connection open until the work is done. */
  readonly tracked: <T>(work: Promise<T>) => Promise<T>;
}

export interface QueryRunner {
  /** @throws SourceError, or the signal's reason when it is aborted; the query is then stopped where it runs */
  run(statement: StatementToStart, options: QueryOptions): Promise<Succeeded>;
}

export function createQueryRunner(parts: RunnerParts): QueryRunner {
  const { api, queue, requests, clock, region, asked, tracked } = parts;
  const startOne = createStarter(api.start);

  /** Resolves when the query no longer runs as far as can be known. */
  function stop(queryId: string): Promise<void> {
    // A query that has ended meanwhile cannot be stopped, and one that cannot be reached runs on to its end; neither concerns who gave it up.
    return tracked(api.stop(queryId)).catch(() => undefined);
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

  async function run(statement: StatementToStart, options: QueryOptions): Promise<Succeeded> {
    for (let queries = 1; ; queries += 1) {
      const { queryId, execution } = await toItsEnd(statement, options);
      const { state, failure, bytesScanned, reused } = execution;
      if (state === 'SUCCEEDED') return { queryId, bytesScanned, reused, queries };
      // A failed query costs nothing.
      if (state !== 'FAILED' || !failure?.retryable || queries > 1)
        throw endedBadly(execution, statement, options.about);
      options.onProgress({ text: 'Athena failed and may succeed: asked again' });
    }
  }

  return { run };
}
