/** What could not be read from EC2, as sentences of the small print: the permission that is missing, and what the answer loses. */
import { failureReason } from '../failure-reason.ts';
import type { Failed } from './ask-lookup.ts';
import type { Operation } from './ec2-api.ts';
import { MOST_LISTED } from './interface-lookups.ts';

interface Loss {
  readonly what: string;
  readonly loses: string;
}

/** Null where something else is asked in its place, which has a note of its own when it fails. */
const LOSSES: Readonly<Record<Operation, Loss | null>> = {
  DescribeNetworkInterfaces: {
    what: 'The network interfaces',
    loses: 'no address can be placed in the network, and no rule can be named',
  },
  DescribeInstances: {
    what: 'The instances',
    loses: 'hosts are shown without the names of their instances, and cannot be asked for by them',
  },
  DescribeSecurityGroups: {
    what: 'The security groups',
    loses: 'they are shown without names, and a group of which no rule is seen counts as not known',
  },
  DescribeSecurityGroupRules: {
    what: 'The security group rules',
    loses: 'rules are shown without their ids where the groups could be read, and are not known where not',
  },
  DescribeNetworkAcls: {
    what: 'The network ACLs',
    loses: 'whether one of their rules stops a packet is not known',
  },
  DescribeRouteTables: {
    what: 'The route tables',
    loses: 'where packets go from a subnet is not known',
  },
  DescribeSubnets: {
    what: 'The subnets',
    loses: 'an address that no network interface has cannot be placed, and subnets are shown without names',
  },
  DescribeVpcs: {
    what: 'The VPCs',
    loses: 'which addresses belong to a VPC is not known, and VPCs are shown without names',
  },
  DescribeManagedPrefixLists: {
    what: 'The prefix lists',
    loses: 'they are shown without names, and which of them hold public addresses only is not known',
  },
  DescribePrefixLists: null,
  GetManagedPrefixListEntries: {
    what: 'The entries of prefix lists',
    loses: 'whether an address is in one of them is not known',
  },
  DescribeVpcBlockPublicAccessOptions: {
    what: 'The setting of VPC Block Public Access',
    loses: 'whether it stops traffic of the internet is not known',
  },
  DescribeVpcBlockPublicAccessExclusions: {
    what: 'The exclusions from VPC Block Public Access',
    loses: 'whether a subnet is excluded is not known',
  },
  DescribeNatGateways: {
    what: 'The NAT gateways',
    loses: 'the state of one that has no network interface is not known',
  },
  DescribeVpcPeeringConnections: {
    what: 'The VPC peering connections',
    loses: 'whether they are active, and which addresses they carry, is not known',
  },
  DescribeTransitGatewayVpcAttachments: {
    what: 'The attachments of transit gateways',
    loses: 'whether security groups can be referenced across a transit gateway is not known',
  },
  DescribeVpcEndpoints: {
    what: 'The VPC endpoints',
    loses: 'whether a route to one of them is taken is not known',
  },
};

/** What AWS says of a missing permission is long, and names nobody but the caller. */
function reasonOf({ operation, failure, text }: Failed): string {
  const reason = failureReason(failure, operation);
  return failure === 'access-denied' ? reason : `${reason} (${text})`;
}

export function failedNote(failed: Failed): string | undefined {
  const loss = LOSSES[failed.operation];
  return loss ? `${loss.what} could not be read, because ${reasonOf(failed)}: ${loss.loses}.` : undefined;
}

export function nothingReadNote(failed: Failed): string {
  return `The network’s configuration could not be read from EC2, because ${reasonOf(failed)}: addresses have no names, and no rule can be named.`;
}

export function goneNote(interfaceId: string): string {
  return `${interfaceId} is not there any more, or belongs to another account or Region: what its rules were is not known.`;
}

export function cutNote(what: string): string {
  return `There are more than ${MOST_LISTED} network interfaces of ${what}: the first ones were read, and those that records name.`;
}

export function wideNote(block: string): string {
  return `${block} is larger than any VPC, so its network interfaces were not listed: those that records name were read.`;
}

export function leftOutNote(whats: readonly string[], calls: number): string {
  return `Not read, to keep the question to ${calls} calls of EC2: ${whats.join(', ')}.`;
}
