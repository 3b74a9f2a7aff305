/**
 * Queries of one account and region: started by one queue, followed at one pace, stopped when nobody waits for them any more. Sources that ask
 * the same account and region share one.
 */
import { createClosing } from '../../query/closing.ts';
import { SourceError } from '../../query/source-error.ts';
import { createOpenWork } from '../aws/open-work.ts';
import { type Clock, systemClock } from '../aws/pace.ts';
import { createStartQueue } from '../aws/start-queue.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { createAthenaApi, type StatementToStart, type Workgroup } from './athena-api.ts';
import { athenaClosed, callFailure } from './failure.ts';
import { type Asked, createQueryRunner, type QueryOptions, type Succeeded } from './query-runner.ts';
import { createRequests } from './requests.ts';
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

type PageOptions = Pick<QueryOptions, 'signal' | 'about' | 'onProgress'>;

export interface AthenaService {
  /** Null where none is configured. */
  region(): Promise<string | null>;
  /** @throws SourceError, or the signal's reason when it is aborted; the query is then stopped where it runs */
  run(statement: StatementToStart, options: QueryOptions): Promise<Succeeded>;
  /** The rows of a query that succeeded, a page at a time, without the one that names the columns. @throws as `run` */
  pages(queryId: string, options: PageOptions): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
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
  const queue = createStartQueue({
    clock,
    random,
    concurrent: options.concurrentQueries ?? CONCURRENT_QUERIES,
    startsPerSecond: STARTS_PER_SECOND,
  });
  const requests = createRequests({ clock, random, perSecond: REQUESTS_PER_SECOND });
  const closing = createClosing();

  async function region(): Promise<string | null> {
    try {
      return await api.region();
    } catch {
      // A query says so itself, with what to do about it.
      return null;
    }
  }

  const asked: Asked = async (operation, about, signal, call) => {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw callFailure(error, { operation, about, region: await region() });
    }
  };
  const runner = createQueryRunner({ api, queue, requests, clock, region, asked, tracked });

  async function* pagesOf(queryId: string, { signal, about, onProgress }: PageOptions) {
    const onTrouble = (trouble: string) => onProgress({ text: trouble, trouble });
    let nextToken: string | undefined;
    do {
      const token = nextToken;
      const page = await asked('GetQueryResults', about, signal, () =>
        requests.make(() => tracked(api.results(queryId, token)), signal, onTrouble),
      );
      nextToken = page.nextToken;
      yield token === undefined ? page.rows.slice(1) : page.rows;
    } while (nextToken !== undefined);
  }

  return {
    region,
    run: (statement, given) =>
      closing.during(given.signal, (signal) => tracked(runner.run(statement, { ...given, signal }))),
    pages: (queryId, given) =>
      closing.throughout(given.signal, (signal) => pagesOf(queryId, { ...given, signal })),
    table: (of, given) =>
      closing.during(given.signal, (signal) =>
        asked('GetTableMetadata', given.about, signal, () =>
          requests.make(() => tracked(api.table(of)), signal),
        ),
      ),
    workgroup: (name, given) =>
      closing.during(given, async (signal) => {
        try {
          return await requests.make(() => tracked(api.workgroup(name)), signal);
        } catch {
          signal.throwIfAborted();
          // Its permission is optional; whatever else it is, the query will meet it too and say so.
          return null;
        }
      }),
    async close() {
      closing.close(athenaClosed());
      await ended();
      await api.close();
    },
  };
}
