/**
 * The configuration of a network as it was read: the things of each kind, or null for a kind that was not read. An empty list means that
 * there is none. Plain data without methods; indexNetwork makes it fast to ask.
 */
import type { BlockMode, BlockPublicAccessExclusion } from './block-public-access.ts';
import type { EncryptionControl } from './encryption-control.ts';
import type { Instance } from './instance.ts';
import type { NatGateway } from './nat-gateway.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { PeeringConnection } from './peering-connection.ts';
import type { PrefixList } from './prefix-list.ts';
import type { RouteTable } from './route-table.ts';
import type { SecurityGroup } from './security-group.ts';
import type { Subnet } from './subnet.ts';
import type { TransitGatewayAttachment } from './transit-gateway-attachment.ts';
import type { Vpc } from './vpc.ts';
import type { VpcEndpoint } from './vpc-endpoint.ts';

export interface Network {
  readonly networkInterfaces: readonly NetworkInterface[] | null;
  readonly instances: readonly Instance[] | null;
  readonly securityGroups: readonly SecurityGroup[] | null;
  readonly networkAcls: readonly NetworkAcl[] | null;
  /** All of a VPC or none: a subnet that no table names is taken to follow its VPC's main table. */
  readonly routeTables: readonly RouteTable[] | null;
  readonly subnets: readonly Subnet[] | null;
  readonly vpcs: readonly Vpc[] | null;
  readonly prefixLists: readonly PrefixList[] | null;
  /** The account's mode; null where it was not read. */
  readonly blockMode: BlockMode | null;
  readonly blockExclusions: readonly BlockPublicAccessExclusion[] | null;
  readonly encryptionControls: readonly EncryptionControl[] | null;
  readonly natGateways: readonly NatGateway[] | null;
  readonly peeringConnections: readonly PeeringConnection[] | null;
  readonly transitGatewayAttachments: readonly TransitGatewayAttachment[] | null;
  readonly vpcEndpoints: readonly VpcEndpoint[] | null;
}

/** The network of which nothing was read. */
export const UNKNOWN_NETWORK: Network = {
  networkInterfaces: null,
  instances: null,
  securityGroups: null,
  networkAcls: null,
  routeTables: null,
  subnets: null,
  vpcs: null,
  prefixLists: null,
  blockMode: null,
  blockExclusions: null,
  encryptionControls: null,
  natGateways: null,
  peeringConnections: null,
  transitGatewayAttachments: null,
  vpcEndpoints: null,
};
