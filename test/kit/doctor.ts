/** A machine that doctor looks at: its configuration, and AWS as it answers there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, onTestFinished, vi } from 'vitest';
import { type Environment, loadConfig } from '../../src/config.ts';
import type { Check } from '../../src/setup/doctor/check.ts';
import { type DoctorParts, examine } from '../../src/setup/doctor/doctor.ts';
import { networkStatements } from '../../src/setup/iam-policy/network.ts';
import { openSources } from '../../src/sources.ts';
import { type Described, PROJECTED, tableReply } from './athena-catalog.ts';
import { executionReply, flowLogsInS3, resultsReply as rowsReply } from './athena-source.ts';
import { type AwsMock, ec2Error, logsError, ok, type Reply } from './aws-mock.ts';
import { jumpingClock } from './insights-clock.ts';
import { fieldsReply, flowLogsReply, resultsReply } from './insights-source.ts';

export const NOW = Date.parse('2026-11-23T14:00:00Z');

export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'flows-doctor-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** What it says of a machine. @param yaml the configuration */
export async function told(
  yaml: string,
  env: Environment = {},
  changes: Partial<DoctorParts> = {},
): Promise<readonly Check[]> {
  const readText = async () => yaml;
  const whole = { FLOWS_STORE: join(await folder(), 'flows.db'), ...env };
  const checks: Check[] = [];
  const clock = jumpingClock();
  const looked = examine({
    load: () => loadConfig({ env: whole, readText }),
    open: () => openSources({}, { env: whole, readText, now: () => NOW / 1000, monotonic: clock.now, clock }),
    now: () => NOW,
    clock,
    signal: new AbortController().signal,
    timeout: () => new AbortController().signal,
    ...changes,
  });
  for await (const check of looked) checks.push(check);
  return checks;
}

/** What is said of a source, without what is alike for all machines. */
export async function toldOf(
  source: string,
  yaml: string,
  changes: Partial<DoctorParts> = {},
): Promise<readonly Check[]> {
  return (await told(yaml, {}, changes)).filter(({ about }) => about === `source ${source}`);
}

export function of(checks: readonly Check[], standing: Check['standing']) {
  return checks
    .filter((one) => one.standing === standing)
    .map(({ about, says, todo }) => [about, says, todo]);
}

const IDENTITY = ok(
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/flows/x</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
);

/** Credentials in the environment, for a describe block. */
export function withCredentials(): void {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    return () => vi.unstubAllEnvs();
  });
}

const ALLOWED = ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
const UNAUTHORIZED = ec2Error('UnauthorizedOperation', 'You are not authorized to perform this operation.');

/** As services of JSON say that a permission is missing. */
function denied(action: string): Reply {
  return logsError(
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/flows/x is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}

interface AccountTold {
  /** Actions that are not allowed, as IAM names them. */
  readonly without?: readonly string[];
  /** What DescribeFlowLogs says. */
  readonly flowLogs?: Reply;
  /** What the clock of AWS is before this one, milliseconds. */
  readonly behind?: number;
}

/** STS and EC2 of an account. */
function account(
  aws: AwsMock,
  { without = [], flowLogs = flowLogsReply(), behind = 0 }: AccountTold = {},
): void {
  const date = new Date(Date.now() - behind).toUTCString();
  aws.always('GetCallerIdentity', { ...IDENTITY, headers: { date } });
  for (const action of networkStatements({}).flatMap(({ Action }) => Action)) {
    const isDenied = without.includes(action);
    const dry = isDenied ? UNAUTHORIZED : ALLOWED;
    const real = isDenied ? UNAUTHORIZED : flowLogs;
    aws.maybe(action.replace('ec2:', ''), (body) => (body['DryRun'] === 'true' ? dry : real));
  }
}

export interface LogsTold extends AccountTold {
  /** How long ago the newest record ended, seconds; null where there is none. */
  readonly newest?: number | null;
  /** Lines that the search for it reads. */
  readonly lines?: number;
  /** What an hour holds, bytes. */
  readonly hour?: number;
  readonly groups?: readonly object[];
  readonly fields?: Reply;
  /** The document of its index policy. */
  readonly indexes?: object | null;
}

const INDEXED = { Fields: ['interfaceId', 'srcAddr', 'dstAddr'] };

/** CloudWatch Logs of an account, with a group of flow logs that is as it should be, unless told otherwise. */
export function cloudWatchLogs(aws: AwsMock, logs: LogsTold = {}): void {
  account(aws, logs);
  const {
    without = [],
    newest = 300,
    lines = 7,
    hour = 2e9,
    fields = fieldsReply(),
    indexes = INDEXED,
  } = logs;
  const { groups = [{ logGroupName: '/vpc/flow', logGroupClass: 'STANDARD' }] } = logs;
  const reply = (operation: string, answer: Reply | ((body: Readonly<Record<string, unknown>>) => Reply)) =>
    aws.maybe(operation, without.includes(`logs:${operation}`) ? denied(`logs:${operation}`) : answer);
  const end = NOW / 1000 - (newest ?? 0);
  reply('DescribeLogGroups', (body) =>
    ok({
      logGroups: groups.filter((one) =>
        String(Reflect.get(one, 'logGroupName')).startsWith(String(body['logGroupNamePrefix'])),
      ),
    }),
  );
  reply('GetLogGroupFields', fields);
  reply('DescribeQueries', ok({ queries: [] }));
  reply(
    'DescribeIndexPolicies',
    ok({ indexPolicies: indexes === null ? [] : [{ policyDocument: JSON.stringify(indexes) }] }),
  );
  reply('StopQuery', logsError('InvalidParameterException', 'Query is already complete'));
  reply('StartQuery', ({ queryString }) => {
    if (String(queryString).includes('estimate')) return ok({ queryId: 'estimate' });
    return ok({ queryId: String(queryString).includes('stats') ? 'newest' : 'probe' });
  });
  reply('GetQueryResults', ({ queryId }) => {
    if (queryId === 'estimate') return resultsReply('Complete', [{ bytes: String(hour) }]);
    if (queryId !== 'newest' || newest === null)
      return resultsReply('Complete', [], { recordsScanned: lines, bytesScanned: 0 });
    return resultsReply('Complete', [{ mFirst: String(end - 60), mLast: String(end), m2: '7' }]);
  });
}

export interface AthenaTold extends AccountTold {
  /** What GetWorkGroup says of its configuration. */
  readonly workgroup?: object;
  readonly state?: 'ENABLED' | 'DISABLED';
  readonly table?: Described;
  /** How long ago the newest record ended, seconds. */
  readonly newest?: number;
  /** What the table `…$partitions` has. */
  readonly partitions?: readonly (readonly string[])[];
  /** Replies instead of those that are as they should be, by operation. */
  readonly replies?: Readonly<Record<string, Reply>>;
}

const WORKGROUP = {
  ResultConfiguration: { OutputLocation: 's3://results/flows/' },
  BytesScannedCutoffPerQuery: 50e9,
};

function kindOf(text: string): 'probe' | 'partitions' | 'newest' {
  if (text === 'SELECT 1') return 'probe';
  return text.includes('$partitions') ? 'partitions' : 'newest';
}

/** Athena of an account, with a workgroup and a table that are as they should be, unless told otherwise. */
export function athena(aws: AwsMock, told: AthenaTold = {}): void {
  account(aws, { flowLogs: flowLogsInS3('arn:aws:s3:::records'), ...told });
  const { without = [], workgroup = WORKGROUP, state = 'ENABLED', table = PROJECTED, newest = 300 } = told;
  const { partitions = [], replies = {} } = told;
  const end = NOW / 1000 - newest;
  const rows = {
    probe: [['_col0'], ['1']],
    partitions: [['partition'], ...partitions],
    newest: [
      ['c0', 'c1', 'c2'],
      [String(end - 60), String(end), '7'],
    ],
  };
  const reply = (operation: string, answer: Reply | ((body: Readonly<Record<string, unknown>>) => Reply)) =>
    aws.maybe(
      operation,
      without.includes(`athena:${operation}`)
        ? denied(`athena:${operation}`)
        : (replies[operation] ?? answer),
    );
  reply('GetWorkGroup', ok({ WorkGroup: { Name: 'flows', State: state, Configuration: workgroup } }));
  reply('GetTableMetadata', tableReply(table));
  reply('StartQueryExecution', ({ QueryString }) => ok({ QueryExecutionId: kindOf(String(QueryString)) }));
  reply('GetQueryExecution', executionReply('SUCCEEDED', { bytes: 0 }));
  reply('StopQueryExecution', ok({}));
  reply('GetQueryResults', ({ QueryExecutionId }) =>
    rowsReply(Object.entries(rows).find(([kind]) => kind === QueryExecutionId)?.[1] ?? []),
  );
}
