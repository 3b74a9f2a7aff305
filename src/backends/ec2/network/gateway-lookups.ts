/** What routes point to, and what stops traffic of internet gateways. */
import { readBlockExclusions, readBlockMode } from '../../../network/reading/block-public-access.ts';
import { readNatGateways } from '../../../network/reading/nat-gateways.ts';
import { readPeeringConnections } from '../../../network/reading/peering-connections.ts';
import { readTransitGatewayVpcAttachments } from '../../../network/reading/transit-gateway-attachments.ts';
import { readVpcEndpoints } from '../../../network/reading/vpc-endpoints.ts';
import { lookup } from './lookup.ts';

const isId = ({ id }: { readonly id: string }, value: string): boolean => id === value;

export const NAT_GATEWAY_BY_ID = lookup({
  kind: 'natGateways',
  operation: 'DescribeNatGateways',
  filter: 'nat-gateway-id',
  read: readNatGateways,
  isOf: isId,
});

const PEERING = {
  kind: 'peeringConnections',
  operation: 'DescribeVpcPeeringConnections',
  read: readPeeringConnections,
} as const;

export const PEERING_CONNECTION_BY_ID = lookup({
  ...PEERING,
  filter: 'vpc-peering-connection-id',
  isOf: isId,
});

export const PEERING_CONNECTIONS_ASKED_FOR_BY_VPC = lookup({
  ...PEERING,
  filter: 'requester-vpc-info.vpc-id',
  isOf: ({ requester }, value) => requester.vpcId === value,
});

export const PEERING_CONNECTIONS_ACCEPTED_BY_VPC = lookup({
  ...PEERING,
  filter: 'accepter-vpc-info.vpc-id',
  isOf: ({ accepter }, value) => accepter.vpcId === value,
});

/** By the VPC: a transit gateway can have thousands, a VPC only a few. */
export const TRANSIT_GATEWAY_ATTACHMENTS_OF_VPC = lookup({
  kind: 'transitGatewayAttachments',
  operation: 'DescribeTransitGatewayVpcAttachments',
  filter: 'vpc-id',
  read: readTransitGatewayVpcAttachments,
  isOf: ({ vpcId }, value) => vpcId === value,
});

export const VPC_ENDPOINT_BY_ID = lookup({
  kind: 'vpcEndpoints',
  operation: 'DescribeVpcEndpoints',
  filter: 'vpc-endpoint-id',
  read: readVpcEndpoints,
  isOf: isId,
});

/** The one value of settings that an account has once in a Region. */
export const ACCOUNT = 'account';

export const BLOCK_MODE = lookup({
  kind: 'blockModes',
  operation: 'DescribeVpcBlockPublicAccessOptions',
  filter: null,
  read: readBlockMode,
  isOf: () => true,
});

export const BLOCK_EXCLUSIONS = lookup({
  kind: 'blockExclusions',
  operation: 'DescribeVpcBlockPublicAccessExclusions',
  filter: null,
  read: readBlockExclusions,
  isOf: () => true,
});
