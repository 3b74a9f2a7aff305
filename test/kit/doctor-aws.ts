/** AWS as it answers where doctor looks: an account, its CloudWatch Logs and its Athena. */
import { beforeEach, vi } from 'vitest';
import { networkStatements } from '../../src/setup/iam-policy/network.ts';
import { type Described, PROJECTED, tableReply } from './athena-catalog.ts';
import { executionReply, flowLogsInS3, resultsReply as rowsReply } from './athena-source.ts';
import { type AwsMock, ec2Error, logsError, ok, type Reply } from './aws-mock.ts';
import { NOW } from './doctor.ts';
import { fieldsReply, flowLogsReply, resultsReply } from './insights-source.ts';

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
