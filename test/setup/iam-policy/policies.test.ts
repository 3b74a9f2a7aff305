import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../../../src/config.ts';
import { Source } from '../../../src/config-sources.ts';
import { type PolicyOfCaller, policiesFor } from '../../../src/setup/iam-policy/policies.ts';

function sources(...settings: readonly object[]): readonly SourceSettings[] {
  return settings.map((one) => Source.parse(one));
}

function actionsOf(policies: readonly PolicyOfCaller[]): readonly string[] {
  return policies.flatMap(({ policy }) => policy.Statement.flatMap(({ Action }) => Action));
}

function resourcesOf({ policy }: PolicyOfCaller, action: string): string | readonly string[] | undefined {
  return policy.Statement.find(({ Action }) => Action.includes(action))?.Resource;
}

const INSIGHTS = {
  ...{ name: 'production', kind: 'insights', region: 'eu-west-1', account: '111122223333' },
  logGroups: ['/vpc/flow'],
};
const ATHENA = {
  ...{ name: 'archive', kind: 'athena', region: 'eu-west-1', account: '111122223333' },
  ...{ workgroup: 'flows', database: 'logs', table: 'vpc', output: 's3://results/flows/' },
};
const ROLE = { arn: 'arn:aws-us-gov:iam::444455556666:role/reader', externalId: 'x' };

/** Allowed to whom a trust policy names, and to everybody. */
const OTHERS = ['AssumeRole', 'GetCallerIdentity'];

/** The operations that the files of these folders call. */
function called(...folders: readonly string[]): readonly string[] {
  const names = folders.flatMap((folder) => {
    const place = new URL(`../../../src/${folder}/`, import.meta.url);
    return readdirSync(place, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(new URL(file, place), 'utf8').matchAll(
          /\b(?:paginate([A-Z]\w+)|([A-Z]\w+)Command)\b/g,
        ),
      ])
      .map(([, paginated, command]) => paginated ?? command ?? '');
  });
  return [...new Set(names)].filter((name) => !['', ...OTHERS].includes(name)).sort();
}

describe('the policy', () => {
  it('allows what is called on AWS, and nothing else', () => {
    const names = actionsOf(policiesFor(sources(INSIGHTS, ATHENA), undefined))
      .filter((action) => /^(?:ec2|logs|athena):/.test(action))
      .map((action) => action.replace(/^\w+:/, ''));

    expect([...new Set(names)].sort()).toEqual(
      called('backends/ec2', 'backends/insights', 'backends/athena', 'setup/doctor'),
    );
  });

  it('allows to ask the log groups that are named, and no others', () => {
    const [policy] = policiesFor(sources(INSIGHTS), undefined);

    const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/flow';
    expect(policy && resourcesOf(policy, 'logs:StartQuery')).toEqual([group, `${group}:*`]);
    expect(policy?.notes).toEqual([]);
  });

  it('takes log groups of other accounts by their ARN, as it is told with or without a star', () => {
    const group = 'arn:aws:logs:eu-west-1:444455556666:log-group:shared';

    const [policy] = policiesFor(sources({ ...INSIGHTS, logGroups: [`${group}:*`] }), undefined);

    expect(policy && resourcesOf(policy, 'logs:StartQuery')).toEqual([group, `${group}:*`]);
  });

  it('says what the configuration leaves open, and allows no more for it than it must', () => {
    const [policy] = policiesFor(sources({ name: 'all', kind: 'insights' }), undefined);

    expect(policy && resourcesOf(policy, 'logs:StartQuery')).toBe('arn:aws:logs:*:*:log-group:*');
    expect(policy?.notes).toEqual([
      'all names no log groups, so it may ask all of that region and account: name them in `logGroups` to allow those alone.',
      'all names no region and no account, so any fits: set `region` and `account` to allow that alone.',
    ]);
  });

  it('takes the region of the environment for a source that names none', () => {
    const [policy] = policiesFor(sources({ ...INSIGHTS, region: undefined }), 'cn-north-1');

    expect(policy && resourcesOf(policy, 'logs:GetLogGroupFields')).toContain(
      'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/vpc/flow',
    );
  });

  it('does not read from EC2 what files tell', () => {
    const told = { ...INSIGHTS, inventory: 'aws', flowLogs: 'flow-logs.json' };

    expect(actionsOf(policiesFor(sources(told), undefined)).filter((action) => /^ec2:/.test(action))).toEqual(
      [],
    );
    expect(
      actionsOf(policiesFor(sources({ ...INSIGHTS, inventory: 'aws' }), undefined)).filter((action) =>
        /^ec2:/.test(action),
      ),
    ).toEqual(['ec2:DescribeFlowLogs']);
  });

  it('belongs to the role that is assumed, which whoever flows runs as may assume and no other', () => {
    const policies = policiesFor(
      sources(INSIGHTS, {
        ...INSIGHTS,
        name: 'payments',
        account: undefined,
        region: 'us-gov-west-1',
        role: ROLE,
      }),
      undefined,
    );

    expect(policies.map(({ role }) => role)).toEqual([null, ROLE.arn]);
    const [own, assumed] = policies;
    expect(own && resourcesOf(own, 'sts:AssumeRole')).toBe(ROLE.arn);
    expect(assumed && resourcesOf(assumed, 'logs:StartQuery')).toContain(
      'arn:aws-us-gov:logs:us-gov-west-1:444455556666:log-group:/vpc/flow',
    );
    expect(assumed && actionsOf([assumed])).not.toContain('sts:AssumeRole');
  });

  it('of Athena names the workgroup, the tables, and the place of the results', () => {
    const [policy] = policiesFor(sources(ATHENA), undefined);

    expect(policy && resourcesOf(policy, 'athena:StartQueryExecution')).toBe(
      'arn:aws:athena:eu-west-1:111122223333:workgroup/flows',
    );
    expect(policy && resourcesOf(policy, 'glue:GetTable')).toEqual([
      'arn:aws:glue:eu-west-1:111122223333:catalog',
      'arn:aws:glue:eu-west-1:111122223333:database/logs',
      'arn:aws:glue:eu-west-1:111122223333:table/logs/vpc',
    ]);
    expect(policy && resourcesOf(policy, 's3:PutObject')).toBe('arn:aws:s3:::results/flows/*');
    expect(policy?.notes).toEqual([
      'The configuration does not tell where the records of archive are: put their bucket and prefix in place of BUCKET-OF-THE-RECORDS; `aws glue get-table --database-name logs --name vpc --query Table.StorageDescriptor.Location` tells it. Where they are encrypted with a key of your own, allow kms:Decrypt on it.',
    ]);
  });

  it('says once what several sources need, and has each Sid once', () => {
    const [policy, ...others] = policiesFor(
      sources(INSIGHTS, { ...INSIGHTS, name: 'staging', logGroups: ['/staging'] }, ATHENA),
      undefined,
    );
    const { Statement = [] } = policy?.policy ?? {};

    expect(others).toEqual([]);
    expect(policy && resourcesOf(policy, 'logs:StartQuery')).toHaveLength(4);
    const actions = Statement.map(({ Action }) => Action.join());
    expect(new Set(actions).size).toBe(actions.length);
    expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
    expect(Statement.flatMap(({ Sid }) => Sid)).toEqual(
      Statement.map(({ Sid }) => Sid.replace(/[^A-Za-z0-9]/g, '')),
    );
  });

  it('says by the Sid what doctor alone asks for', () => {
    const [policy] = policiesFor(sources(INSIGHTS), undefined);
    const doctors = policy?.policy.Statement.filter(({ Sid }) => Sid.endsWith('ForDoctorAlone')) ?? [];

    expect(doctors.flatMap(({ Action }) => Action)).toEqual([
      'logs:DescribeLogGroups',
      'logs:DescribeIndexPolicies',
    ]);
  });

  it('reads only, but for the results of Athena', () => {
    const others = actionsOf(policiesFor(sources(INSIGHTS, ATHENA), undefined)).filter(
      (action) => !/:(?:Describe|Get|List|StartQuery|StopQuery)/.test(action),
    );

    expect(others).toEqual(['s3:PutObject']);
  });

  it('never names an action with a star', () => {
    expect(
      actionsOf(policiesFor(sources(INSIGHTS, ATHENA, { name: 'all', kind: 'insights' }), undefined)).join(),
    ).not.toContain('*');
  });

  it('is none where all records are files', () => {
    expect(policiesFor(sources({ name: 'disk', kind: 'files', paths: ['logs'] }), undefined)).toEqual([]);
  });
});
