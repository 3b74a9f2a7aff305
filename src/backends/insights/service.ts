import { createClosing } from '../../query/closing.ts';
/**
 * Queries of one account and region: started by one queue, followed by one poller, stopped when nobody waits for them any more. Sources that ask
 * the same account and region share one.
 */
import { createOpenWork } from '../aws/open-work.ts';
import { type Clock, systemClock } from '../aws/pace.ts';
import { createStartQueue } from '../aws/start-queue.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { endedBadly, insightsClosed } from './failure.ts';
import { createLogsApi, type QueryState, type QueryToStart } from './logs-api.ts';
import { createPoller } from './poller.ts';
import { type Asking, createQueryRunner, type QueryOptions } from './query-runner.ts';
import { CONCURRENT_QUERIES, POLLS_PER_SECOND, STARTS_PER_SECOND } from './quotas.ts';
import type { ResultRow } from './rows.ts';
import { createRunningList } from './running-list.ts';
import { createVolumes, type Searched, type Volume } from './volume.ts';

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
  /** What one query would scan at most; null where it cannot be told. @throws the signal's reason when it is aborted */
  volumeOf(searched: Searched, asking: Asking): Promise<Volume | null>;
  /** What readers should know of how queries are followed, said once. */
  notes(): readonly string[];
  /** The names and percentages of fields that are discovered in a log group. @throws the SDK's error */
  fieldsOf(logGroup: string): Promise<ReadonlyMap<string, number>>;
  /** Stops what runs. */
  close(): Promise<void>;
}

const NOT_LISTED =
  'The permission logs:DescribeQueries is missing, so while many queries run at once it is noticed seconds late that one has ended.';

function pageOf(query: QueryToStart, { status, rows }: QueryState): readonly ResultRow[] {
  if (status !== 'Complete') throw endedBadly(status, query);
  return rows;
}

export function createInsightsService(options: ServiceOptions): InsightsService {
  const { monotonic, clock = systemClock(monotonic), random = Math.random } = options;
  const { tracked, ended } = createOpenWork();
  const api = createLogsApi(options);
  const queue = createStartQueue({
    clock,
    random,
    concurrent: options.concurrentQueries ?? CONCURRENT_QUERIES,
    startsPerSecond: STARTS_PER_SECOND,
  });
  const volumes = createVolumes(monotonic);
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
  const runner = createQueryRunner({ api, queue, poller, region, tracked });
  const closing = createClosing();

  async function region(): Promise<string | null> {
    try {
      return await api.region();
    } catch {
      // A query says so itself, with what to do about it.
      return null;
    }
  }

  async function* pagesOf(query: QueryToStart, options: QueryOptions) {
    const { queryId, ended } = await tracked(runner.runToEnd(query, options));
    const first = pageOf(query, ended);
    volumes.learn(query, ended);
    yield first;
    for (let token = ended.nextToken; token !== undefined; ) {
      const page = await tracked(runner.follow(queryId, token, query, options));
      yield pageOf(query, page);
      token = page.nextToken;
    }
    return ended;
  }

  function volumeOf(
    searched: Searched,
    { signal, onProgress, asker, observer }: Asking,
  ): Promise<Volume | null> {
    return volumes.of(searched, {
      signal,
      async run(query, shared) {
        // Others may wait for the same when this one has given it up.
        const { ended } = await closing.during(shared, (whole) =>
          tracked(
            runner.runToEnd(query, {
              asker,
              observer,
              signal: whole,
              onProgress: ({ text, ahead }) =>
                signal.aborted || onProgress({ text, ...(ahead === undefined ? {} : { ahead }) }),
              // An estimate scans nothing; what does is no estimate.
              maxBytes: 0,
            }),
          ),
        );
        return pageOf(query, ended);
      },
    });
  }

  return {
    region,
    pages: (query, options) =>
      closing.throughout(options.signal, (signal) => pagesOf(query, { ...options, signal })),
    volumeOf,
    notes: () => unsaid.splice(0),
    fieldsOf: (logGroup) => tracked(api.getLogGroupFields(logGroup)),
    async close() {
      closing.close(insightsClosed());
      await ended();
      await api.close();
    },
  };
}
