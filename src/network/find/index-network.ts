/** A network made fast to ask: built once, then every look-up is a few steps however large the network is. */
import type { Cidr } from '../../record/address.ts';
import { type AddressNumber, indexBlocks } from '../block.ts';
import type { NatGateway } from '../nat-gateway.ts';
import type { Network } from '../network.ts';
import type { NetworkAcl } from '../network-acl.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PeeringConnection } from '../peering-connection.ts';
import type { PrefixList } from '../prefix-list.ts';
import type { RouteTable } from '../route-table.ts';
import type { SecurityGroup } from '../security-group.ts';
import type { Subnet } from '../subnet.ts';
import type { Vpc } from '../vpc.ts';
import type { VpcEndpoint } from '../vpc-endpoint.ts';

/** What an address is to the interface that has it. */
type Holding = 'primary' | 'secondary' | 'ipv6' | 'prefix' | 'public';

export interface AddressHolder {
  readonly interface: NetworkInterface;
  readonly as: Holding;
}

export interface NetworkIndex {
  readonly network: Network;
  readonly interfaces: ReadonlyMap<string, NetworkInterface>;
  /** By the canonical text of each private, public and IPv6 address. */
  readonly holders: ReadonlyMap<string, readonly AddressHolder[]>;
  /** The interfaces that an address was delegated to as part of a prefix. */
  readonly prefixHolders: (address: AddressNumber) => readonly NetworkInterface[];
  readonly interfacesByGroup: ReadonlyMap<string, readonly NetworkInterface[]>;
  readonly instanceNames: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, SecurityGroup>;
  readonly networkAcls: ReadonlyMap<string, NetworkAcl>;
  readonly aclsBySubnet: ReadonlyMap<string, NetworkAcl>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly tablesBySubnet: ReadonlyMap<string, RouteTable>;
  readonly mainTables: ReadonlyMap<string, RouteTable>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** The subnets that hold an address, the smallest block first. */
  readonly subnetsAround: (address: AddressNumber) => readonly Subnet[];
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly vpcsAround: (address: AddressNumber) => readonly Vpc[];
  readonly prefixLists: ReadonlyMap<string, PrefixList>;
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  /** By the gateway's id. A regional NAT gateway has none. */
  readonly natInterfaces: ReadonlyMap<string, NetworkInterface>;
  readonly peeringConnections: ReadonlyMap<string, PeeringConnection>;
  readonly vpcEndpoints: ReadonlyMap<string, VpcEndpoint>;
  /** The subnets that hold a transit gateway's interface. */
  readonly transitGatewaySubnets: ReadonlySet<string>;
}

function byId<T extends { readonly id: string }>(things: readonly T[] | null): ReadonlyMap<string, T> {
  return new Map((things ?? []).map((thing) => [thing.id, thing]));
}

/** Several things may share a key: they stand in the order they came. */
function grouped<T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, thing] of entries) {
    const known = groups.get(key);
    if (known) known.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

function holdersIn(of: NetworkInterface): readonly (readonly [string, AddressHolder])[] {
  return [
    ...of.ipv4.flatMap(({ address, primary, publicAddress }) => {
      const own: readonly [string, AddressHolder] = [
        address,
        { interface: of, as: primary ? 'primary' : 'secondary' },
      ];
      return publicAddress === null
        ? [own]
        : [own, [publicAddress, { interface: of, as: 'public' }] as const];
    }),
    ...of.ipv6.map((address) => [address, { interface: of, as: 'ipv6' }] as const),
  ];
}

function perSubnet<T extends { readonly subnetIds: readonly string[] }>(
  things: readonly T[] | null,
): ReadonlyMap<string, T> {
  return new Map((things ?? []).flatMap((thing) => thing.subnetIds.map((id) => [id, thing] as const)));
}

function blocksOf<T extends { readonly blocks: readonly Cidr[] }>(
  things: readonly T[] | null,
): readonly (readonly [Cidr, T])[] {
  return (things ?? []).flatMap((thing) => thing.blocks.map((block) => [block, thing] as const));
}

function transitGatewaySubnets({
  networkInterfaces,
  transitGatewayAttachments,
}: Network): ReadonlySet<string> {
  const attached = (transitGatewayAttachments ?? []).flatMap(({ subnetIds }) => subnetIds ?? []);
  const seen = (networkInterfaces ?? []).flatMap(({ type, subnetId }) =>
    type === 'transit_gateway' && subnetId !== null ? [subnetId] : [],
  );
  return new Set([...attached, ...seen]);
}

/** AWS writes the gateway's id into the description of the interface that it makes; DescribeNatGateways says it outright. */
function natInterfaces({ networkInterfaces, natGateways }: Network): ReadonlyMap<string, NetworkInterface> {
  const nat = (networkInterfaces ?? []).filter(({ type }) => type === 'nat_gateway');
  const described = nat.flatMap((of): readonly (readonly [string, NetworkInterface])[] => {
    const id = of.description.split(' ').at(-1);
    return id?.startsWith('nat-') ? [[id, of]] : [];
  });
  const listed = (natGateways ?? []).flatMap(({ id, addresses }) => {
    const main = addresses.find(({ primary }) => primary) ?? addresses[0];
    const of = nat.find((candidate) => candidate.id === main?.networkInterfaceId);
    return of ? [[id, of] as const] : [];
  });
  return new Map([...described, ...listed]);
}

export function indexNetwork(network: Network): NetworkIndex {
  const interfaces = network.networkInterfaces ?? [];
  const main = (network.routeTables ?? []).filter((table) => table.main);
  return {
    network,
    interfaces: byId(interfaces),
    holders: grouped(interfaces.flatMap(holdersIn)),
    prefixHolders: indexBlocks(
      interfaces.flatMap((of) => of.prefixes.map((prefix) => [prefix, of] as const)),
    ),
    interfacesByGroup: grouped(interfaces.flatMap((of) => of.groups.map(({ id }) => [id, of] as const))),
    instanceNames: new Map((network.instances ?? []).flatMap(({ id, name }) => (name ? [[id, name]] : []))),
    groups: byId(network.securityGroups),
    networkAcls: byId(network.networkAcls),
    aclsBySubnet: perSubnet(network.networkAcls),
    routeTables: byId(network.routeTables),
    tablesBySubnet: perSubnet(network.routeTables),
    mainTables: new Map(main.flatMap((table) => (table.vpcId === null ? [] : [[table.vpcId, table]]))),
    subnets: byId(network.subnets),
    subnetsAround: indexBlocks(blocksOf(network.subnets)),
    vpcs: byId(network.vpcs),
    vpcsAround: indexBlocks(blocksOf(network.vpcs)),
    prefixLists: byId(network.prefixLists),
    natGateways: byId(network.natGateways),
    natInterfaces: natInterfaces(network),
    peeringConnections: byId(network.peeringConnections),
    vpcEndpoints: byId(network.vpcEndpoints),
    transitGatewaySubnets: transitGatewaySubnets(network),
  };
}
