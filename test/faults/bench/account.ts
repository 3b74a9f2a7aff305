/** An account of AWS behind an endpoint: a database whose security group refuses a client, and the flow logs that recorded it, in Logs Insights. */
import { readdirSync, readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { Source } from '../../../src/investigation/source.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { openSources } from '../../../src/sources.ts';
import type { AwsEndpoint } from '../../kit/aws-endpoint.ts';
import { CREDENTIALS, logsError, ok, REGION, type Reply } from '../../kit/aws-mock.ts';
import { serveAccount } from '../../kit/ec2-account.ts';
import { DISCOVERED, eventOf, formatOf } from '../../kit/insights-events.ts';
import { interpret, type LogEvent } from '../../kit/insights-interpreter.ts';
import { fieldsReply, flowLogsReply } from '../../kit/insights-source.ts';
import type { BenchClock } from './clock.ts';

const SCENARIO = new URL('../../scenarios/012-postgres-refused-by-group/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, SCENARIO), 'utf8');

/** What is asked of it, and when that was, milliseconds since the epoch. */
export const QUESTION = 'reject 10.59.96.12';
export const ASKED_AT = Date.parse('2026-06-26T18:07:10Z');
/** What is answered without any fault. */
export const ANSWER =
  "crm-batch-1 (10.59.46.30) cannot reach crm-postgres-1 (10.59.96.12) on tcp 5432 (postgresql): no inbound rule of crm-postgres-1's security groups lets it in";

const FIELDS_OF_STARTING = ['queryString', 'startTime', 'endTime'] as const;

function inventory(): Readonly<Record<string, unknown>> {
  const files = readdirSync(new URL('aws/', SCENARIO));
  return Object.assign({}, ...files.map((name) => JSON.parse(read(`aws/${name}`)) as object));
}

function eventsOf(text: string): readonly LogEvent[] {
  const format = formatOf(text.slice(0, text.indexOf('\n')));
  return parseText(text, { file: 'flows.log' }).records.map((record) => eventOf(record, format));
}

/** Without the line that names the fields. */
export function flowLogLines(): readonly string[] {
  return read('flows.log').trim().split('\n').slice(1);
}

function serveLogs(aws: AwsEndpoint, events: readonly LogEvent[]): void {
  const queries = new Map<string, Reply>();
  aws.maybe('DescribeFlowLogs', flowLogsReply());
  aws.maybe('GetLogGroupFields', fieldsReply());
  aws.maybe('DescribeQueries', ok({ queries: [] }));
  aws.maybe('StopQuery', ok({ success: true }));
  aws.maybe('StartQuery', (body) => {
    const [text, startTime, endTime] = FIELDS_OF_STARTING.map((name) => body[name]);
    const asked = { text: String(text), startTime: Number(startTime), endTime: Number(endTime) };
    const results = interpret(asked, events, DISCOVERED);
    const queryId = `q-${queries.size + 1}`;
    const statistics = {
      recordsMatched: results.length,
      recordsScanned: events.length,
      bytesScanned: 40_000,
    };
    queries.set(queryId, ok({ status: 'Complete', results, statistics }));
    return ok({ queryId });
  });
  aws.maybe(
    'GetQueryResults',
    (body) =>
      queries.get(String(body['queryId'])) ??
      logsError('ResourceNotFoundException', 'The specified query does not exist.'),
  );
}

export function serveExample(aws: AwsEndpoint): void {
  serveAccount(aws, inventory());
  serveLogs(aws, eventsOf(read('flows.log')));
}

export const CONFIGURATION = `sources:
  - name: production
    kind: insights
    region: ${REGION}
    logGroups: [/vpc/flow]
`;

/** The sources of a configuration as the bot opens them, asked at that endpoint. @param env of the process, besides */
export async function openExample(
  { url }: Pick<AwsEndpoint, 'url'>,
  clock: BenchClock,
  env: Readonly<Record<string, string>> = {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  },
  configuration = CONFIGURATION,
): Promise<readonly Source[]> {
  for (const [name, value] of Object.entries({ ...env, AWS_ENDPOINT_URL: url })) vi.stubEnv(name, value);
  return openSources(
    { config: 'flows.config.yaml' },
    {
      ...{ env: {}, clock, monotonic: clock.now },
      now: () => Math.floor(clock.time() / 1000),
      readText: async () => configuration,
    },
  );
}
