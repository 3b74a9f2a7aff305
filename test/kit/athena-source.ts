/** A source of Athena that does not wait, and what AWS says to it. */
import {
  type AthenaOptions,
  type AthenaSource,
  createAthenaSource,
} from '../../src/backends/athena/source.ts';
import { tableReply } from './athena-catalog.ts';
import { type AwsMock, CREDENTIALS, mockAws, ok, REGION, type Reply } from './aws-mock.ts';
import { jumpingClock } from './insights-clock.ts';

/** Seconds since the epoch: an hour after the window that the tests ask about began. */
export const NOW = 1_790_003_600;

/** The table is `flows.vpc_flow_logs`, unless told otherwise. */
export function athenaSource(changes: Partial<AthenaOptions> = {}): AthenaSource {
  const clock = changes.clock ?? jumpingClock();
  return createAthenaSource({
    region: REGION,
    credentials: CREDENTIALS,
    workgroup: 'flows',
    catalog: 'AwsDataCatalog',
    database: 'flows',
    table: 'vpc_flow_logs',
    output: 's3://results/flows/',
    now: () => NOW,
    monotonic: clock.now,
    clock,
    random: () => 0.5,
    ...changes,
  });
}

/** AWS for a describe block, which tells the table to whoever asks. */
export function mockAthena(): AwsMock {
  return mockAws((aws) => aws.maybe('GetTableMetadata', tableReply()));
}

interface ExecutionTold {
  readonly bytes?: number;
  readonly reason?: string;
  readonly error?: Readonly<Record<string, unknown>>;
  readonly reused?: boolean;
}

/** What GetQueryExecution answers. */
export function executionReply(
  state: string,
  { bytes = 2_000_000, reason, error, reused = false }: ExecutionTold = {},
): Reply {
  return ok({
    QueryExecution: {
      QueryExecutionId: 'q-1',
      Status: {
        State: state,
        ...(reason === undefined ? {} : { StateChangeReason: reason }),
        ...(error ? { AthenaError: error } : {}),
      },
      Statistics: {
        DataScannedInBytes: bytes,
        ResultReuseInformation: { ReusedPreviousResult: reused },
      },
    },
  });
}

/** What GetQueryResults answers: a row that is null is one without a value. */
export function resultsReply(rows: readonly (readonly (string | null)[])[], nextToken?: string): Reply {
  return ok({
    ResultSet: {
      Rows: rows.map((values) => ({
        Data: values.map((value) => (value === null ? {} : { VarCharValue: value })),
      })),
    },
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  });
}

/** What DescribeFlowLogs answers: a flow log for each bucket, by its ARN. */
export function flowLogsInS3(...buckets: readonly string[]): Reply {
  const items = buckets.map(
    (bucket, index) =>
      `<item><flowLogId>fl-${index}</flowLogId><resourceId>vpc-1</resourceId><trafficType>ALL</trafficType>` +
      '<flowLogStatus>ACTIVE</flowLogStatus><deliverLogsStatus>SUCCESS</deliverLogsStatus>' +
      `<logDestinationType>s3</logDestinationType><logDestination>${bucket}</logDestination></item>`,
  );
  return ok(
    `<DescribeFlowLogsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><flowLogSet>${items.join('')}</flowLogSet></DescribeFlowLogsResponse>`,
  );
}
