/** The calls of CloudWatch Logs that a query needs, through the AWS SDK, which is loaded when the first is made. */
import { type AwsSettings, clientSettings } from '../ec2/aws-settings.ts';
import { renewing } from '../ec2/renewing.ts';
import type { ResultRow } from './rows.ts';

export interface QueryToStart {
  readonly text: string;
  /** Names, or ARNs of groups in source accounts; at most 50. */
  readonly logGroups: readonly string[];
  /** Seconds since the epoch, both included. */
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
}

export interface QueryState {
  /** `Scheduled`, `Running`, `Complete`, `Failed`, `Cancelled`, `Timeout`, `Unknown`. */
  readonly status: string;
  readonly rows: readonly ResultRow[];
  /** There are more rows, under this token. */
  readonly nextToken: string | undefined;
  readonly recordsScanned: number | null;
  readonly bytesScanned: number | null;
  /** What an index spared it, by the service's estimate. */
  readonly bytesSkipped: number | null;
}

/** Each call rejects with the error of the SDK. */
export interface LogsApi {
  region(): Promise<string>;
  startQuery(query: QueryToStart): Promise<string>;
  /** A page of at most 10,000 rows: the first, or the one of the token. */
  getQueryResults(queryId: string, nextToken: string | undefined): Promise<QueryState>;
  /** The ids of all queries of the account that run, whoever started them. */
  runningQueries(): Promise<ReadonlySet<string>>;
  stopQuery(queryId: string): Promise<void>;
  /** The names of fields that the service discovered in a log group's recent events, each with the percentage of events that have it. */
  getLogGroupFields(logGroup: string): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

async function connected(settings: AwsSettings) {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  // Retries are made by the queues, which know the account's limits; a second layer of them would only multiply the requests.
  const client = renewing(new sdk.CloudWatchLogsClient({ ...clientSettings(settings), maxAttempts: 1 }));
  return { sdk, client };
}

/** Names go where every version of the service takes them; ARNs only where they are allowed. */
function groupsOf(logGroups: readonly string[]) {
  const arns = logGroups.some((group) => group.startsWith('arn:'));
  return arns ? { logGroupIdentifiers: logGroups.map(withoutStar) } : { logGroupNames: [...logGroups] };
}

/** The most rows that a page of GetQueryResults has, and queries that one of DescribeQueries has. */
const ROWS_A_PAGE = 10_000;
const QUERIES_A_PAGE = 1000;

/** An ARN as the API takes it. */
function withoutStar(logGroup: string): string {
  return logGroup.replace(/:\*$/, '');
}

export function createLogsApi(settings: AwsSettings): LogsApi {
  let connection: ReturnType<typeof connected> | undefined;

  function connect(): ReturnType<typeof connected> {
    connection ??= connected(settings);
    return connection;
  }

  return {
    async region() {
      const { client } = await connect();
      return client.config.region();
    },
    async startQuery({ text, logGroups, startTime, endTime, limit }) {
      const { client, sdk } = await connect();
      const { queryId } = await client.send(
        new sdk.StartQueryCommand({ ...groupsOf(logGroups), queryString: text, startTime, endTime, limit }),
      );
      if (queryId === undefined) throw new TypeError('StartQuery returned no query id');
      return queryId;
    },
    async getQueryResults(queryId, nextToken) {
      const { client, sdk } = await connect();
      const { status, results, statistics, ...page } = await client.send(
        new sdk.GetQueryResultsCommand({
          queryId,
          maxItems: ROWS_A_PAGE,
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      return {
        status: status ?? 'Unknown',
        rows: (results ?? []).map(
          (row) =>
            new Map(
              row.flatMap(({ field, value }) => (field && value !== undefined ? [[field, value]] : [])),
            ),
        ),
        nextToken: page.nextToken,
        recordsScanned: statistics?.recordsScanned ?? null,
        bytesScanned: statistics?.bytesScanned ?? null,
        bytesSkipped: statistics?.estimatedBytesSkipped ?? null,
      };
    },
    async runningQueries() {
      const { client, sdk } = await connect();
      const ids = new Set<string>();
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new sdk.DescribeQueriesCommand({
            status: 'Running',
            maxResults: QUERIES_A_PAGE,
            ...(nextToken ? { nextToken } : {}),
          }),
        );
        for (const { queryId } of page.queries ?? []) if (queryId) ids.add(queryId);
        nextToken = page.nextToken;
      } while (nextToken);
      return ids;
    },
    async stopQuery(queryId) {
      const { client, sdk } = await connect();
      await client.send(new sdk.StopQueryCommand({ queryId }));
    },
    async getLogGroupFields(logGroup) {
      const { client, sdk } = await connect();
      const { logGroupFields } = await client.send(
        new sdk.GetLogGroupFieldsCommand({ logGroupIdentifier: withoutStar(logGroup) }),
      );
      return new Map((logGroupFields ?? []).map(({ name, percent }) => [name ?? '', percent ?? 0]));
    },
    async close() {
      const closing = connection;
      connection = undefined;
      if (closing) (await closing).client.destroy();
    },
  };
}
