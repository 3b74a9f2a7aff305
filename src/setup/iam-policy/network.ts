/**
 * What reading the network's configuration takes. EC2 lets none of it be narrowed to a resource but the entries of prefix lists (Service
 * Authorization Reference, Amazon EC2).
 */
import { allow, arn, type Statement, type Where } from './statement.ts';

const FLOW_LOGS = 'ec2:DescribeFlowLogs';

const CONFIGURATION: readonly string[] = [
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
];

interface ToldByFiles {
  readonly inventory?: string | undefined;
  readonly flowLogs?: string | undefined;
}

/** For whoever asks for the actions alone. */
const ANYWHERE: Where = { partition: 'aws', region: '*', account: '*' };

/** What the source is told by files need not be read. Prefix lists belong to AWS, and to accounts that share them, too. */
export function networkStatements(
  { inventory, flowLogs }: ToldByFiles,
  where: Where = ANYWHERE,
): readonly Statement[] {
  const actions = [
    ...(flowLogs === undefined ? [FLOW_LOGS] : []),
    ...(inventory === undefined ? CONFIGURATION : []),
  ];
  const lists = arn({ ...where, account: '*' }, 'ec2', 'prefix-list/*');
  return [
    ...(actions.length === 0 ? [] : [allow('ReadTheNetwork', actions, '*')]),
    ...(inventory === undefined
      ? [allow('ReadPrefixLists', ['ec2:GetManagedPrefixListEntries'], lists)]
      : []),
  ];
}
