import { describe, expect, it } from 'vitest';
import { Source } from '../../../src/config-sources.ts';
import type { Check } from '../../../src/setup/doctor/check.ts';
import { policiesFor } from '../../../src/setup/iam-policy/policies.ts';
import { TEXT_FILES, VERSION_2 } from '../../kit/athena-catalog.ts';
import { executionReply } from '../../kit/athena-source.ts';
import { type AwsMock, logsError, mockAws, type Reply } from '../../kit/aws-mock.ts';
import { toldOf } from '../../kit/doctor.ts';
import { type AthenaTold, athena, cloudWatchLogs, withCredentials } from '../../kit/doctor-aws.ts';

const REGION = { region: 'us-east-1', account: '111122223333' };
const INSIGHTS = { name: 'production', kind: 'insights', ...REGION, logGroups: ['/vpc/flow'] };
const ATHENA = {
  ...{ name: 'archive', kind: 'athena', ...REGION, workgroup: 'flows', database: 'flows' },
  ...{ table: 'vpc_flow_logs', output: 's3://results/flows/' },
};
/** Its partitions stand in the catalog, so that they have to be asked for. */
const HIVE = {
  columns: VERSION_2,
  partitions: 'year string, month string, day string',
  parameters: { ...TEXT_FILES, location: 's3://records/AWSLogs/' },
};
const HEALTHY: AthenaTold = { table: HIVE, partitions: [['2026', '11', '23']] };

/** Those of the sources, as `flows iam-policy` prints them. */
function printed(source: object): readonly string[] {
  const policies = policiesFor([Source.parse(source)], undefined);
  const actions = policies.flatMap(({ policy }) => policy.Statement.flatMap(({ Action }) => Action));
  return [...new Set(actions)].sort();
}

/** What of the policy a healthy account was asked for, as IAM names it. */
function asked(aws: AwsMock, service: string): readonly string[] {
  const operations = aws.requests.map(({ operation, body }) => {
    const isNetwork = body['Action'] !== undefined;
    return isNetwork ? `ec2:${operation}` : `${service}:${operation}`;
  });
  return [...new Set(operations)].filter((one) => one !== 'ec2:GetCallerIdentity').sort();
}

function linesAbout(checks: readonly Check[], action: string): readonly Check[] {
  return checks.filter(({ standing, says, todo }) => standing !== 'ok' && `${says} ${todo}`.includes(action));
}

/** Athena reads the catalog and S3 as whoever asks it, and tells what it may not in a sentence. */
function withoutBehindAthena(action: string): AthenaTold {
  const message = `User: arn:aws:sts::111122223333:assumed-role/flows/x is not authorized to perform: ${action} on resource: arn:aws:glue:us-east-1:111122223333:catalog`;
  const failed = (reason: string): Reply => executionReply('FAILED', { reason });
  if (action === 'glue:GetPartitions')
    return { ...HEALTHY, replies: { GetQueryExecution: failed(`PERMISSION_DENIED: ${message}`) } };
  if (action.startsWith('glue:'))
    return { ...HEALTHY, replies: { GetTableMetadata: logsError('MetadataException', message) } };
  const bucket = ['s3:ListBucket'].includes(action) ? 's3://records/AWSLogs/' : 's3://results/flows/';
  return {
    ...HEALTHY,
    replies: { GetQueryExecution: failed(`Access Denied (Status Code: 403) at ${bucket}`) },
  };
}

describe('what the policy of CloudWatch Logs allows', () => {
  const aws = mockAws();
  withCredentials();
  const looked = () => toldOf('production', `sources: [${JSON.stringify(INSIGHTS)}]`);

  it('is what doctor tries, and nothing else is tried', async () => {
    cloudWatchLogs(aws);

    await looked();

    expect(asked(aws, 'logs')).toEqual(printed(INSIGHTS));
  });

  it.each(printed(INSIGHTS))('is missed with its name and the command, where it lacks %s', async (action) => {
    cloudWatchLogs(aws, { without: [action] });

    const [line] = linesAbout(await looked(), action);

    expect(line?.todo).toContain('flows iam-policy production');
  });
});

describe('what the policy of Athena allows', () => {
  const aws = mockAws();
  withCredentials();
  const looked = () => toldOf('archive', `sources: [${JSON.stringify(ATHENA)}]`);
  const behind = (action: string) => /^(?:glue|s3):/.test(action);
  // Those of the network are the same for both kinds.
  const own = printed(ATHENA).filter((action) => !action.startsWith('ec2:'));

  it('is what doctor tries, but for what Athena itself does with it, and nothing else is tried', async () => {
    athena(aws, HEALTHY);

    await looked();

    expect(asked(aws, 'athena')).toEqual(printed(ATHENA).filter((action) => !behind(action)));
  });

  it.each(own)('is missed with its name and the command, where it lacks %s', async (action) => {
    athena(aws, behind(action) ? withoutBehindAthena(action) : { ...HEALTHY, without: [action] });

    const [line] = linesAbout(await looked(), action);

    expect(line?.todo).toContain('flows iam-policy archive');
  });
});
