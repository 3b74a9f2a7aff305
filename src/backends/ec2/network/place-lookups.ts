/** Where interfaces are: subnets, VPCs, and the network ACLs and route tables that apply there. */
import { addressNumber, blockContains } from '../../../network/block.ts';
import { readNetworkAcls } from '../../../network/reading/network-acls.ts';
import { readRouteTables } from '../../../network/reading/route-tables.ts';
import { readSubnets } from '../../../network/reading/subnets.ts';
import { readVpcs } from '../../../network/reading/vpcs.ts';
import type { Subnet } from '../../../network/subnet.ts';
import { isVpcResolver } from '../../../record/vpc-addresses.ts';
import { subnetBlocksAround, vpcBlocksResolvedAt } from './address-patterns.ts';
import { isNamed, lookup, spellings } from './lookup.ts';

const VPCS = { kind: 'vpcs', operation: 'DescribeVpcs', read: readVpcs } as const;
const SUBNETS = { kind: 'subnets', operation: 'DescribeSubnets', read: readSubnets } as const;

export const VPC_BY_ID = lookup({ ...VPCS, filter: 'vpc-id', isOf: ({ id }, value) => id === value });

export const VPCS_NAMED = lookup({
  ...VPCS,
  filter: 'tag:Name',
  patternsOf: spellings,
  isOf: ({ name }, value) => isNamed(name, value),
});

/** The values are addresses, each of which may be a resolver's. */
export const VPCS_RESOLVED_AT = lookup({
  ...VPCS,
  filter: 'cidr-block-association.cidr-block',
  patternsOf: vpcBlocksResolvedAt,
  isOf: ({ primaryBlock }, address) => primaryBlock !== null && isVpcResolver(primaryBlock, address),
});

export const SUBNET_BY_ID = lookup({
  ...SUBNETS,
  filter: 'subnet-id',
  isOf: ({ id }, value) => id === value,
});

export const SUBNETS_NAMED = lookup({
  ...SUBNETS,
  filter: 'tag:Name',
  patternsOf: spellings,
  isOf: ({ name }, value) => isNamed(name, value),
});

function isAround({ blocks }: Subnet, address: string): boolean {
  const number = addressNumber(address);
  return number !== undefined && blocks.some((block) => blockContains(block, number));
}

/** The values are addresses: no filter takes one, so all blocks are named that a subnet around it can have. */
export const SUBNETS_AROUND_IPV4 = lookup({
  ...SUBNETS,
  filter: 'cidr-block',
  patternsOf: subnetBlocksAround,
  isOf: isAround,
});

export const SUBNETS_AROUND_IPV6 = lookup({
  ...SUBNETS,
  filter: 'ipv6-cidr-block-association.ipv6-cidr-block',
  patternsOf: subnetBlocksAround,
  isOf: isAround,
});

/*
 * What applies to subnets is read for the whole VPC. A subnet that no route table names follows the VPC's main table, so some tables of a
 * VPC without the others would mislead; and a NAT gateway's or a transit gateway's subnet, which only the routes show, needs no further call.
 */

export const SUBNETS_OF_VPC = lookup({
  ...SUBNETS,
  filter: 'vpc-id',
  isOf: ({ vpcId }, value) => vpcId === value,
});

export const NETWORK_ACLS_OF_VPC = lookup({
  kind: 'networkAcls',
  operation: 'DescribeNetworkAcls',
  filter: 'vpc-id',
  read: readNetworkAcls,
  isOf: ({ vpcId }, value) => vpcId === value,
});

export const ROUTE_TABLES_OF_VPC = lookup({
  kind: 'routeTables',
  operation: 'DescribeRouteTables',
  filter: 'vpc-id',
  read: readRouteTables,
  isOf: ({ vpcId }, value) => vpcId === value,
});
