/** The account whose flow logs lie in S3 as text, and Athena, which reads them with DuckDB and gives its rows in pages. */
import { onTestFinished } from 'vitest';
import {
  column,
  columns,
  type Described,
  TEXT_FILES,
  tableReply,
  VERSION_2,
} from '../../kit/athena-catalog.ts';
import { executionReply, flowLogsInS3, resultsReply } from '../../kit/athena-source.ts';
import type { AwsEndpoint } from '../../kit/aws-endpoint.ts';
import { logsError, ok, REGION } from '../../kit/aws-mock.ts';
import { openTrino, type TrinoOnDuckDb } from '../../kit/trino-on-duckdb.ts';
import { flowLogLines, openExample } from './account.ts';
import type { BenchClock } from './clock.ts';

const [CATALOG, DATABASE, TABLE] = ['AwsDataCatalog', 'logs', 'vpc_flow_logs'];
/** Rows in a page: answers have several. */
const PAGE = 2;

const CONFIGURATION = `sources:
  - name: production
    kind: athena
    region: ${REGION}
    workgroup: flows
    catalog: ${CATALOG}
    database: ${DATABASE}
    table: ${TABLE}
    output: s3://results/flows/
`;

type Values = readonly (string | null)[];

const LOCATION = 's3://records/AWSLogs/111122223333/vpcflowlogs/us-east-1/';
const DESCRIBED: Described = {
  columns: VERSION_2,
  partitions: 'day string',
  parameters: {
    ...TEXT_FILES,
    location: LOCATION,
    'projection.enabled': 'true',
    'projection.day.type': 'date',
    'projection.day.range': '2026/01/01,NOW',
    'projection.day.format': 'yyyy/MM/dd',
    'storage.location.template': `${LOCATION}${column('day')}`,
  },
};

/** A line as the table has it: numbers, nothing where such a field has none, and the day on which it was delivered. */
function rowOf(line: string): string {
  const words = line.split(' ');
  const cells = columns(VERSION_2).map(({ Type }, nth) =>
    Type === 'string' ? `'${words[nth]}'` : words[nth] === '-' ? 'NULL' : words[nth],
  );
  const end = Number(words[columns(VERSION_2).findIndex(({ Name }) => Name === 'end')]);
  const day = new Date(end * 1000).toISOString().slice(0, 10).replaceAll('-', '/');
  return `(${[...cells, `'${day}'`].join(', ')})`;
}

async function fill({ connection }: TrinoOnDuckDb): Promise<void> {
  const declared = columns(`${VERSION_2}, day string`).map(
    ({ Name, Type }) => `"${Name}" ${Type === 'string' ? 'VARCHAR' : 'BIGINT'}`,
  );
  const table = `"${CATALOG}".${DATABASE}.${TABLE}`;
  await connection.run(`CREATE TABLE ${table} (${declared.join(', ')})`);
  await connection.run(`INSERT INTO ${table} VALUES ${flowLogLines().map(rowOf).join(', ')}`);
}

function serveQueries(aws: AwsEndpoint, trino: TrinoOnDuckDb): void {
  const ids = new Map<string, string>();
  const results = new Map<string, readonly Values[]>();
  const noQuery = logsError('InvalidRequestException', 'QueryExecution was not found');
  aws.maybe('StartQueryExecution', async ({ QueryString, ExecutionParameters, ClientRequestToken }) => {
    // With a token that it knows it starts nothing, and gives the query again that it began.
    const known = ids.get(String(ClientRequestToken));
    if (known !== undefined) return ok({ QueryExecutionId: known });
    const rows = await trino.query(String(QueryString), ExecutionParameters as readonly string[] | undefined);
    const id = `q-${results.size + 1}`;
    ids.set(String(ClientRequestToken), id);
    const values = rows.map((row) => row.map((value) => (value === null ? null : String(value))));
    results.set(id, [(values[0] ?? []).map((_, nth) => `c${nth}`), ...values]);
    return ok({ QueryExecutionId: id });
  });
  aws.maybe('GetQueryExecution', ({ QueryExecutionId }) =>
    results.has(String(QueryExecutionId)) ? executionReply('SUCCEEDED') : noQuery,
  );
  aws.maybe('GetQueryResults', ({ QueryExecutionId, NextToken }) => {
    const rows = results.get(String(QueryExecutionId));
    if (!rows) return noQuery;
    const from = Number(NextToken ?? 0);
    const next = from + PAGE < rows.length ? String(from + PAGE) : undefined;
    return resultsReply(rows.slice(from, from + PAGE), next);
  });
  aws.maybe('StopQueryExecution', ok({}));
}

/** The example's account, with a table instead of a log group. @param env as the example's */
export async function openTables(
  aws: AwsEndpoint,
  clock: BenchClock,
  env?: Readonly<Record<string, string>>,
): ReturnType<typeof openExample> {
  const trino = await openTrino(CATALOG);
  onTestFinished(() => trino.close());
  await fill(trino);
  serveQueries(aws, trino);
  aws.maybe('GetTableMetadata', tableReply(DESCRIBED));
  aws.maybe('GetWorkGroup', ok({ WorkGroup: { Name: 'flows', State: 'ENABLED', Configuration: {} } }));
  aws.maybe('DescribeFlowLogs', flowLogsInS3('arn:aws:s3:::records'));
  return openExample(aws, clock, env, CONFIGURATION);
}
