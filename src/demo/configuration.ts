/** The demo network's configuration as the EC2 API would show it now: with the rules that the planted faults are about. */
import type { Network } from '../network/network.ts';
import { UNKNOWN_NETWORK } from '../network/network.ts';
import type { RouteTable, RouteTarget } from '../network/route-table.ts';
import { networkAcls } from './configuration/network-acls.ts';
import { networkInterfaces } from './configuration/network-interfaces.ts';
import { securityGroups } from './configuration/security-groups.ts';
import { ANYWHERE, block } from './configuration/traffic.ts';
import { resourceId, SUBNETS, VPC_CIDR, VPC_ID } from './topology.ts';

function routeTable(name: string, isPublic: boolean, target: RouteTarget): RouteTable {
  const subnets = Object.values(SUBNETS).filter((subnet) => subnet.public === isPublic);
  const common = { state: 'active', propagated: false } as const;
  return {
    id: resourceId('rtb', name),
    name,
    vpcId: VPC_ID,
    main: !isPublic,
    subnetIds: subnets.map(({ id }) => id),
    routes: [
      {
        ...common,
        destination: { kind: 'cidr', block: block(VPC_CIDR) },
        target: { kind: 'local', id: 'local' },
      },
      { ...common, destination: { kind: 'cidr', block: ANYWHERE }, target },
    ],
  };
}

export function demoConfiguration(): Network {
  const natGateway = resourceId('nat', 'demo');
  return {
    ...UNKNOWN_NETWORK,
    networkInterfaces: networkInterfaces(),
    instances: [],
    securityGroups: securityGroups(),
    networkAcls: networkAcls(),
    routeTables: [
      routeTable('public', true, { kind: 'internet-gateway', id: resourceId('igw', 'demo') }),
      routeTable('private', false, { kind: 'nat-gateway', id: natGateway }),
    ],
    subnets: Object.values(SUBNETS).map(({ id, name, cidr, azId }) => ({
      id,
      name,
      vpcId: VPC_ID,
      blocks: [block(cidr)],
      availabilityZone: azId,
      blockMode: 'off',
    })),
    vpcs: [{ id: VPC_ID, name: 'demo', primaryBlock: block(VPC_CIDR), blocks: [block(VPC_CIDR)] }],
    prefixLists: [],
    blockMode: 'off',
    blockExclusions: [],
    peeringConnections: [],
    transitGatewayAttachments: [],
    vpcEndpoints: [],
  };
}
