/**
 * Builders for networks: a VPC 10.0.0.0/16 with a web subnet 10.0.1.0/24 (web-1, 10.0.1.5) and a database subnet 10.0.2.0/24
 * (db-1, 10.0.2.9), whose group lets the web group in on 5432. Everything else about it is as open as AWS makes it, to be varied.
 */
import type { Packet } from '../../src/network/evaluate/packet.ts';
import { indexNetwork, type NetworkIndex } from '../../src/network/find/index-network.ts';
import { type Network, UNKNOWN_NETWORK } from '../../src/network/network.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../src/network/network-acl.ts';
import type { NetworkInterface, PrivateIpv4 } from '../../src/network/network-interface.ts';
import type { Route, RouteTable, RouteTarget } from '../../src/network/route-table.ts';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../../src/network/security-group.ts';
import type { Subnet } from '../../src/network/subnet.ts';
import type { Traffic } from '../../src/network/traffic.ts';
import type { Vpc } from '../../src/network/vpc.ts';
import { type Cidr, parseCidr } from '../../src/record/address.ts';

export function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR block`);
  return parsed;
}

export function ipv4(address: string, changes: Partial<PrivateIpv4> = {}): PrivateIpv4 {
  return { address, primary: true, publicAddress: null, ...changes };
}

export function networkInterface(changes: Partial<NetworkInterface> = {}): NetworkInterface {
  return {
    id: 'eni-0web',
    type: 'interface',
    status: 'in-use',
    description: '',
    name: 'web-1',
    ipv4: [ipv4('10.0.1.5')],
    ipv6: [],
    prefixes: [],
    subnetId: 'subnet-0web',
    vpcId: 'vpc-0aaa',
    availabilityZone: 'eu-west-1a',
    groups: [{ id: 'sg-0web', name: 'web' }],
    instanceId: null,
    attachedAt: null,
    requesterManaged: false,
    requesterId: null,
    sourceDestCheck: true,
    tcpEstablishedTimeout: null,
    ...changes,
  };
}

export const ALL_TRAFFIC: Traffic = { protocol: null, ports: null, icmp: null };

export function tcp(low: number, high = low): Traffic {
  return { protocol: 6, ports: { low, high }, icmp: null };
}

/** A block, a group (`sg-…`) or a prefix list (`pl-…`). */
export function peer(text: string): RulePeer {
  if (text.startsWith('pl-')) return { kind: 'prefix-list', id: text };
  if (text.startsWith('sg-')) return { kind: 'security-group', id: text, vpcId: null, peeringStatus: null };
  return { kind: 'cidr', block: block(text) };
}

export function allow(traffic: Traffic, of: string, id: string | null = null): SecurityGroupRule {
  return { id, ...traffic, peer: peer(of), description: null };
}

export function securityGroup(changes: Partial<SecurityGroup> = {}): SecurityGroup {
  return {
    id: 'sg-0web',
    name: 'web',
    vpcId: 'vpc-0aaa',
    inbound: [],
    outbound: [allow(ALL_TRAFFIC, '0.0.0.0/0'), allow(ALL_TRAFFIC, '::/0')],
    ...changes,
  };
}

export function entry(
  number: number,
  action: 'allow' | 'deny',
  traffic: Traffic,
  of: string,
): NetworkAclEntry {
  return { number, action, block: block(of), ...traffic };
}

const DENIED_AT_THE_END = [
  entry(32_767, 'deny', ALL_TRAFFIC, '0.0.0.0/0'),
  entry(32_768, 'deny', ALL_TRAFFIC, '::/0'),
];

/** Adds the denials that stand at the end of every network ACL. */
export function entries(...of: readonly NetworkAclEntry[]): readonly NetworkAclEntry[] {
  return [...of, ...DENIED_AT_THE_END];
}

const OPEN_ENTRIES = entries(
  entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0'),
  entry(101, 'allow', ALL_TRAFFIC, '::/0'),
);

export function networkAcl(changes: Partial<NetworkAcl> = {}): NetworkAcl {
  return {
    id: 'acl-0open',
    name: null,
    vpcId: 'vpc-0aaa',
    isDefault: true,
    subnetIds: [],
    inbound: OPEN_ENTRIES,
    outbound: OPEN_ENTRIES,
    ...changes,
  };
}

export function route(to: string, target: RouteTarget, changes: Partial<Route> = {}): Route {
  return {
    destination: to.startsWith('pl-') ? { kind: 'prefix-list', id: to } : { kind: 'cidr', block: block(to) },
    target,
    state: 'active',
    propagated: false,
    ...changes,
  };
}

export const LOCAL: RouteTarget = { kind: 'local', id: 'local' };

export function routeTable(changes: Partial<RouteTable> = {}): RouteTable {
  return {
    id: 'rtb-0main',
    name: null,
    vpcId: 'vpc-0aaa',
    main: true,
    subnetIds: [],
    routes: [route('10.0.0.0/16', LOCAL)],
    ...changes,
  };
}

export function subnet(id: string, of: string, changes: Partial<Subnet> = {}): Subnet {
  return {
    id,
    name: null,
    vpcId: 'vpc-0aaa',
    blocks: of.split(' ').map(block),
    availabilityZone: 'eu-west-1a',
    blockMode: null,
    ...changes,
  };
}

export function vpc(id: string, of: string): Vpc {
  const blocks = of.split(' ').map(block);
  return { id, name: null, primaryBlock: blocks[0] ?? null, blocks };
}

export const WEB = networkInterface();
export const DB = networkInterface({
  id: 'eni-0db',
  name: 'db-1',
  ipv4: [ipv4('10.0.2.9')],
  subnetId: 'subnet-0db',
  groups: [{ id: 'sg-0db', name: 'db' }],
});

export const WEB_GROUP = securityGroup();
export const DB_GROUP = securityGroup({
  id: 'sg-0db',
  name: 'db',
  inbound: [allow(tcp(5432), 'sg-0web', 'sgr-0pg')],
});

export const WEB_ACL = networkAcl({ id: 'acl-0web', subnetIds: ['subnet-0web'] });
export const DB_ACL = networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'] });

export function network(changes: Partial<Network> = {}): Network {
  return {
    ...UNKNOWN_NETWORK,
    networkInterfaces: [WEB, DB],
    securityGroups: [WEB_GROUP, DB_GROUP],
    networkAcls: [WEB_ACL, DB_ACL],
    routeTables: [routeTable()],
    subnets: [subnet('subnet-0web', '10.0.1.0/24'), subnet('subnet-0db', '10.0.2.0/24')],
    vpcs: [vpc('vpc-0aaa', '10.0.0.0/16')],
    blockMode: 'off',
    ...changes,
  };
}

export function indexed(changes: Partial<Network> = {}): NetworkIndex {
  return indexNetwork(network(changes));
}

/** A request of web-1 to db-1 on 5432. */
export function packet(changes: Partial<Packet> = {}): Packet {
  return {
    source: '10.0.1.5',
    destination: '10.0.2.9',
    sourcePort: 49_152,
    destinationPort: 5432,
    protocol: 6,
    icmp: null,
    ...changes,
  };
}
