/** The calls of Athena that a query needs, through the AWS SDK, which is loaded when the first is made. */
import { type AwsSettings, clientSettings } from '../ec2/aws-settings.ts';
import { renewing } from '../ec2/renewing.ts';
import type { TableMetadata } from './table-properties.ts';

export interface StatementToStart {
  readonly text: string;
  /** In the order of their places in the text. */
  readonly parameters: readonly string[];
  readonly catalog: string;
  readonly database: string;
  readonly workgroup: string;
  /** `s3://bucket/prefix/`; null where the workgroup says it. */
  readonly output: string | null;
  /** The result of the same statement may be given again if it is no older, minutes; null for never. */
  readonly reuseForMinutes: number | null;
}

/** How a query is getting on. */
export interface Execution {
  /** `QUEUED`, `RUNNING` (and from there back to `QUEUED`), `SUCCEEDED`, `FAILED`, `CANCELLED`. */
  readonly state: string;
  /** What Athena says of it, where it says something. */
  readonly reason: string;
  readonly bytesScanned: number | null;
  /** The result is that of an earlier run. */
  readonly reused: boolean;
  /** Of a failed query; null where Athena says nothing. */
  readonly failure: {
    /** 1: Athena's own, 2: the query's or its user's, 3: another's. */
    readonly category: number | null;
    readonly retryable: boolean;
  } | null;
}

interface ResultPage {
  /** The values of each row in the order of its columns; null where there is none. The first row of the first page names the columns. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** There are more rows, under this token. */
  readonly nextToken: string | undefined;
}

export interface Workgroup {
  /** A query that scans more bytes is cancelled by Athena; null where there is no such limit. */
  readonly bytesCutoff: number | null;
  /** Results are kept by Athena itself and never given again. */
  readonly managedResults: boolean;
  /** A disabled one takes no query. */
  readonly isEnabled: boolean;
  /** Where it puts results, `s3://bucket/prefix/`; null where it does not say. */
  readonly output: string | null;
  /** Its own settings hold, whatever a query says. */
  readonly isEnforced: boolean;
}

/** Each call rejects with the error of the SDK. */
export interface AthenaApi {
  region(): Promise<string>;
  /** @param token the same for each attempt to start the same query, so that it never runs twice: 32 to 128 characters */
  start(statement: StatementToStart, token: string): Promise<string>;
  execution(queryId: string): Promise<Execution>;
  results(queryId: string, nextToken: string | undefined): Promise<ResultPage>;
  stop(queryId: string): Promise<void>;
  table(of: {
    readonly catalog: string;
    readonly database: string;
    readonly name: string;
  }): Promise<TableMetadata>;
  workgroup(name: string): Promise<Workgroup>;
  close(): Promise<void>;
}

/** The most rows that GetQueryResults gives at once. */
const PAGE_ROWS = 1000;

async function connected(settings: AwsSettings) {
  const sdk = await import('@aws-sdk/client-athena');
  // Retries are made where the account's limits are known; a second layer of them would only multiply the requests.
  const client = renewing(new sdk.AthenaClient({ ...clientSettings(settings), maxAttempts: 1 }));
  return { sdk, client };
}

function columnOf({
  Name,
  Type,
}: {
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
}) {
  return { name: Name ?? '', type: Type ?? '' };
}

function reuse(minutes: number | null) {
  if (minutes === null) return {};
  return {
    ResultReuseConfiguration: {
      ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: minutes },
    },
  };
}

export function createAthenaApi(settings: AwsSettings): AthenaApi {
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
    async start({ text, parameters, catalog, database, workgroup, output, reuseForMinutes }, token) {
      const { client, sdk } = await connect();
      const { QueryExecutionId } = await client.send(
        new sdk.StartQueryExecutionCommand({
          QueryString: text,
          ClientRequestToken: token,
          QueryExecutionContext: { Catalog: catalog, Database: database },
          WorkGroup: workgroup,
          // An empty list is refused.
          ...(parameters.length === 0 ? {} : { ExecutionParameters: [...parameters] }),
          ...(output === null ? {} : { ResultConfiguration: { OutputLocation: output } }),
          ...reuse(reuseForMinutes),
        }),
      );
      if (QueryExecutionId === undefined) throw new TypeError('StartQueryExecution returned no id');
      return QueryExecutionId;
    },
    async execution(queryId) {
      const { client, sdk } = await connect();
      const { QueryExecution } = await client.send(
        new sdk.GetQueryExecutionCommand({ QueryExecutionId: queryId }),
      );
      const { Status, Statistics } = QueryExecution ?? {};
      const failure = Status?.AthenaError;
      return {
        state: Status?.State ?? 'UNKNOWN',
        reason: Status?.StateChangeReason ?? failure?.ErrorMessage ?? '',
        bytesScanned: Statistics?.DataScannedInBytes ?? null,
        reused: Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false,
        failure: failure
          ? { category: failure.ErrorCategory ?? null, retryable: failure.Retryable ?? false }
          : null,
      };
    },
    async results(queryId, nextToken) {
      const { client, sdk } = await connect();
      const page = await client.send(
        new sdk.GetQueryResultsCommand({
          QueryExecutionId: queryId,
          MaxResults: PAGE_ROWS,
          ...(nextToken === undefined ? {} : { NextToken: nextToken }),
        }),
      );
      const rows = page.ResultSet?.Rows ?? [];
      return {
        rows: rows.map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null)),
        nextToken: page.NextToken,
      };
    },
    async stop(queryId) {
      const { client, sdk } = await connect();
      await client.send(new sdk.StopQueryExecutionCommand({ QueryExecutionId: queryId }));
    },
    async table({ catalog, database, name }) {
      const { client, sdk } = await connect();
      const { TableMetadata } = await client.send(
        new sdk.GetTableMetadataCommand({ CatalogName: catalog, DatabaseName: database, TableName: name }),
      );
      return {
        columns: (TableMetadata?.Columns ?? []).map(columnOf),
        partitionKeys: (TableMetadata?.PartitionKeys ?? []).map(columnOf),
        parameters: new Map(Object.entries(TableMetadata?.Parameters ?? {})),
      };
    },
    async workgroup(name) {
      const { client, sdk } = await connect();
      const { WorkGroup } = await client.send(new sdk.GetWorkGroupCommand({ WorkGroup: name }));
      const { Configuration } = WorkGroup ?? {};
      return {
        bytesCutoff: Configuration?.BytesScannedCutoffPerQuery ?? null,
        managedResults: Configuration?.ManagedQueryResultsConfiguration?.Enabled ?? false,
        isEnabled: WorkGroup?.State !== 'DISABLED',
        output: Configuration?.ResultConfiguration?.OutputLocation ?? null,
        isEnforced: Configuration?.EnforceWorkGroupConfiguration ?? false,
      };
    },
    async close() {
      const closing = connection;
      connection = undefined;
      if (closing) (await closing).client.destroy();
    },
  };
}
