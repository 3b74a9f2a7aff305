/** What reading the network's configuration takes. EC2 lets none of it be narrowed to a resource (Service Authorization Reference, Amazon EC2). */
import { allow, type Statement } from './statement.ts';

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
  'ec2:GetManagedPrefixListEntries',
];

/** What the source is told by files need not be read. */
export function networkStatements({
  inventory,
  flowLogs,
}: {
  readonly inventory?: string | undefined;
  readonly flowLogs?: string | undefined;
}): readonly Statement[] {
  const actions = [
    ...(flowLogs === undefined ? [FLOW_LOGS] : []),
    ...(inventory === undefined ? CONFIGURATION : []),
  ];
  return actions.length === 0 ? [] : [allow('ReadTheNetwork', actions, '*')];
}
