/** A source of Logs Insights that does not wait, and what AWS says to it. */
import {
  createInsightsSource,
  type InsightsOptions,
  type InsightsSource,
} from '../../src/backends/insights/source.ts';
import { FIELDS } from '../../src/record/fields.ts';
import { DEFAULT_FORMAT, formatNames } from '../../src/record/format.ts';
import { type AwsMock, CREDENTIALS, mockAws, ok, REGION, type Reply } from './aws-mock.ts';
import { jumpingClock } from './insights-clock.ts';

/** The group is `/vpc/flow`, unless told otherwise. */
export function insightsSource(changes: Partial<InsightsOptions> = {}): InsightsSource {
  const clock = changes.clock ?? jumpingClock();
  return createInsightsSource({
    region: REGION,
    credentials: CREDENTIALS,
    logGroups: ['/vpc/flow'],
    monotonic: clock.now,
    clock,
    random: () => 0.5,
    ...changes,
  });
}

interface FlowLogSetting {
  readonly logGroup?: string;
  /** The names of the fields. */
  readonly format?: string;
  readonly interval?: number;
}

/** What DescribeFlowLogs answers: flow logs of AWS's default format that write to `/vpc/flow`, unless told otherwise. */
export function flowLogsReply(settings: readonly FlowLogSetting[] = [{}], nextToken?: string): Reply {
  const items = settings.map(
    ({ logGroup = '/vpc/flow', format = formatNames(DEFAULT_FORMAT), interval = 60 }, index) =>
      `<item><flowLogId>fl-${index}</flowLogId><resourceId>vpc-1</resourceId><trafficType>ALL</trafficType>` +
      '<flowLogStatus>ACTIVE</flowLogStatus><deliverLogsStatus>SUCCESS</deliverLogsStatus>' +
      `<logDestinationType>cloud-watch-logs</logDestinationType><logGroupName>${logGroup}</logGroupName>` +
      `<logFormat>${format
        .split(' ')
        .map((name) => `\${${name}}`)
        .join(' ')}</logFormat>` +
      `<maxAggregationInterval>${interval}</maxAggregationInterval></item>`,
  );
  const token = nextToken ? `<nextToken>${nextToken}</nextToken>` : '';
  return ok(
    `<DescribeFlowLogsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><flowLogSet>${items.join('')}</flowLogSet>${token}</DescribeFlowLogsResponse>`,
  );
}

/** What GetLogGroupFields answers for a group in which every event has the documented fields. */
export function fieldsReply(percent = 100): Reply {
  const names = DEFAULT_FORMAT.fields.flatMap(({ key }) => (key ? [FIELDS[key].insights] : []));
  return ok({ logGroupFields: ['@message', ...names].map((name) => ({ name, percent })) });
}

/** AWS for a describe block, which tells the fields of any log group, and lists no query. */
export function mockInsights(): AwsMock {
  return mockAws((aws) => {
    aws.maybe('GetLogGroupFields', fieldsReply());
    aws.maybe('DescribeQueries', ok({ queries: [] }));
  });
}

interface Statistics {
  readonly recordsScanned?: number;
  readonly bytesScanned?: number;
}

/** What GetQueryResults answers. */
export function resultsReply(
  status: string,
  rows: readonly Readonly<Record<string, string>>[] = [],
  {
    nextToken,
    recordsScanned = 1000,
    bytesScanned = 2_000_000,
  }: Statistics & { readonly nextToken?: string } = {},
): Reply {
  return ok({
    status,
    results: rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))),
    statistics: { recordsMatched: rows.length, recordsScanned, bytesScanned },
    ...(nextToken ? { nextToken } : {}),
  });
}

/** Resolves when the condition has come true, which requests under way will see to. */
export function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (condition() ? resolve() : setImmediate(look));
    look();
  });
}
