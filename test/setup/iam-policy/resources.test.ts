import { describe, expect, it } from 'vitest';
import { Source } from '../../../src/config-sources.ts';
import { policiesFor } from '../../../src/setup/iam-policy/policies.ts';

/**
 * Those that take no resource, so that a policy can only allow them for all: the column "Resource types" is empty for them (Service Authorization
 * Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs", "… for Amazon EC2"). Written out again, and not read from what
 * makes the policies: an action that is added there with a star has to be looked up by whoever adds it here.
 */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set([
  'logs:DescribeQueries',
  'logs:GetQueryResults',
  'logs:StopQuery',
  'ec2:DescribeFlowLogs',
  'ec2:DescribeInstances',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribePrefixLists',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeVpcBlockPublicAccessExclusions',
  'ec2:DescribeVpcBlockPublicAccessOptions',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
]);

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const ROLE = { arn: 'arn:aws:iam::444455556666:role/reader', externalId: 'x' };
const TABLE = { kind: 'athena', workgroup: 'flows', database: 'logs', table: 'vpc' };

/** Sources that say all, little, and that are read as somebody else. */
const SOURCES = [
  { ...PLACE, name: 'a', kind: 'insights', logGroups: ['/vpc/flow'] },
  { name: 'b', kind: 'insights' },
  { ...PLACE, ...TABLE, name: 'c', output: 's3://results/flows/' },
  { ...TABLE, name: 'd' },
  { ...PLACE, name: 'e', kind: 'insights', logGroups: ['/vpc/flow'], role: ROLE },
].map((one) => Source.parse(one));

const statements = policiesFor(SOURCES, undefined).flatMap(({ policy }) => policy.Statement);
const allowed = statements.flatMap(({ Action, Resource }) =>
  Action.map((action) => ({ action, resources: typeof Resource === 'string' ? [Resource] : Resource })),
);

describe('each action that a policy allows', () => {
  it('is one, by its whole name', () => {
    expect(allowed.filter(({ action }) => !/^[a-z0-9]+:[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
  });

  it('is allowed for every resource only where it takes none', () => {
    const everywhere = allowed.filter(({ resources }) => resources.includes('*')).map(({ action }) => action);

    expect(everywhere.filter((action) => !WITHOUT_RESOURCE.has(action))).toEqual([]);
  });

  it('is else allowed for what belongs to one service, and names what it is', () => {
    const named = allowed
      .filter(({ resources }) => !resources.includes('*'))
      .flatMap(({ resources }) => resources);

    expect(named.filter((arn) => !/^arn:[a-z-]+:[a-z0-9]+:[^:]*:[^:]*:[^*:]/.test(arn))).toEqual([]);
  });

  it('assumes no role but those that are configured', () => {
    const roles = allowed
      .filter(({ action }) => action === 'sts:AssumeRole')
      .flatMap(({ resources }) => resources);

    expect(roles).toEqual([ROLE.arn]);
  });
});
