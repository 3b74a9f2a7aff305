/** The demo network's configuration as the EC2 API would show it now: with the rules that the planted faults are about. */
import type { Network } from '../network/network.ts';
import { UNKNOWN_NETWORK } from '../network/network.ts';
import type { NetworkAcl, NetworkAclEntry } from '../network/network-acl.ts';
import type { NetworkInterface } from '../network/network-interface.ts';
import type { RouteTable, RouteTarget } from '../network/route-table.ts';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../network/security-group.ts';
import type { Traffic } from '../network/traffic.ts';
import { type Cidr, parseCidr } from '../record/address.ts';
import { HTTPS, OFFICE, POSTGRES, REDIS, SSH } from './policy.ts';
import { HOSTS, type Host, resourceId, SUBNETS, VPC_CIDR, VPC_ID } from './topology.ts';

const APPLICATION = 8080;
const STATSD = 8125;
const ALL: Traffic = { protocol: null, ports: null, icmp: null };
const PING: Traffic = { protocol: 1, ports: null, icmp: null };

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR block`);
  return parsed;
}

const ANYWHERE = block('0.0.0.0/0');

function tcp(low: number, high = low): Traffic {
  return { protocol: 6, ports: { low, high }, icmp: null };
}

function udp(port: number): Traffic {
  return { protocol: 17, ports: { low: port, high: port }, icmp: null };
}

type GroupName = 'load-balancer' | 'bastion' | 'web' | 'batch' | 'report' | 'monitor' | 'database' | 'cache';

function groupId(name: GroupName): string {
  return resourceId('sg', name);
}

function member(name: GroupName): RulePeer {
  return { kind: 'security-group', id: groupId(name), vpcId: null, peeringStatus: null };
}

function addresses(text: string): RulePeer {
  return { kind: 'cidr', block: block(text) };
}

type Allowed = readonly [traffic: Traffic, from: RulePeer];

/** Whom each group lets in. The batch worker's is missing at the cache: that is one of the planted faults. */
const LETS_IN: Readonly<Record<GroupName, readonly Allowed[]>> = {
  'load-balancer': [
    [tcp(80), addresses('0.0.0.0/0')],
    [tcp(HTTPS), addresses('0.0.0.0/0')],
  ],
  bastion: [[tcp(SSH), addresses(`${OFFICE}/32`)]],
  web: [
    [tcp(APPLICATION), member('load-balancer')],
    [tcp(SSH), member('bastion')],
    [PING, member('monitor')],
  ],
  batch: [[tcp(SSH), member('bastion')]],
  report: [[tcp(SSH), member('bastion')]],
  monitor: [
    [udp(STATSD), addresses(VPC_CIDR)],
    [tcp(SSH), member('bastion')],
  ],
  database: [
    [tcp(POSTGRES), member('web')],
    [tcp(POSTGRES), member('batch')],
    [tcp(POSTGRES), member('report')],
    [tcp(POSTGRES), member('database')],
    [tcp(SSH), member('bastion')],
    [PING, member('monitor')],
  ],
  cache: [[tcp(REDIS), member('web')]],
};

const GROUP_OF: Readonly<Record<keyof typeof HOSTS, GroupName | null>> = {
  loadBalancerA: 'load-balancer',
  loadBalancerB: 'load-balancer',
  natGateway: null,
  bastion: 'bastion',
  web1: 'web',
  web2: 'web',
  web3: 'web',
  worker: 'batch',
  report: 'report',
  monitor: 'monitor',
  standby: 'web',
  db1: 'database',
  db2: 'database',
  cache: 'cache',
};

function rule(of: GroupName, way: string, [traffic, peer]: Allowed, index: number): SecurityGroupRule {
  return { id: resourceId('sgr', `${of} ${way} ${index}`), ...traffic, peer, description: null };
}

function securityGroups(): readonly SecurityGroup[] {
  return (Object.keys(LETS_IN) as readonly GroupName[]).map((name) => ({
    id: groupId(name),
    name,
    vpcId: VPC_ID,
    inbound: LETS_IN[name].map((allowed, index) => rule(name, 'in', allowed, index)),
    outbound: [rule(name, 'out', [ALL, addresses('0.0.0.0/0')], 0)],
  }));
}

function typeOf(host: Host): string {
  if (host === HOSTS.natGateway) return 'nat_gateway';
  return host.instanceId === null && host.name.startsWith('load-balancer') ? 'load_balancer' : 'interface';
}

function publicAddressOf(host: Host): string | null {
  if (!host.subnet.public) return null;
  return `198.51.100.${host.address.split('.').at(-1)}`;
}

function networkInterfaces(): readonly NetworkInterface[] {
  return (Object.keys(HOSTS) as readonly (keyof typeof HOSTS)[]).map((key) => {
    const host: Host = HOSTS[key];
    const group = GROUP_OF[key];
    return {
      id: host.interfaceId,
      type: typeOf(host),
      status: 'in-use',
      description: '',
      name: host.name,
      ipv4: [{ address: host.address, primary: true, publicAddress: publicAddressOf(host) }],
      ipv6: [],
      prefixes: [],
      subnetId: host.subnet.id,
      vpcId: VPC_ID,
      availabilityZone: host.subnet.azId,
      groups: group === null ? [] : [{ id: groupId(group), name: group }],
      instanceId: host.instanceId,
      attachedAt: null,
      requesterManaged: host.instanceId === null,
      requesterId: null,
      sourceDestCheck: true,
      tcpEstablishedTimeout: null,
    };
  });
}

function entry(number: number, action: 'allow' | 'deny', traffic: Traffic, to: Cidr): NetworkAclEntry {
  return { number, action, block: to, ...traffic };
}

const DENIED_AT_THE_END = entry(32_767, 'deny', ALL, ANYWHERE);
const OPEN = [entry(100, 'allow', ALL, ANYWHERE), DENIED_AT_THE_END];

/** The databases' ACL in zone a lists whom replies may go to. Rule 90, for app-a, is gone: that is the first of the planted faults. */
function dataAcl(): NetworkAcl {
  const replies = tcp(1024, 65_535);
  return {
    id: resourceId('acl', 'data-a'),
    name: 'data-a',
    vpcId: VPC_ID,
    isDefault: false,
    subnetIds: [SUBNETS.dataA.id],
    inbound: [entry(100, 'allow', ALL, block(VPC_CIDR)), DENIED_AT_THE_END],
    outbound: [
      entry(100, 'allow', replies, block(SUBNETS.appB.cidr)),
      entry(110, 'allow', replies, block(SUBNETS.dataB.cidr)),
      entry(120, 'allow', replies, block(SUBNETS.publicB.cidr)),
      entry(130, 'allow', PING, block(VPC_CIDR)),
      DENIED_AT_THE_END,
    ],
  };
}

function networkAcls(): readonly NetworkAcl[] {
  const others = Object.values(SUBNETS).filter((subnet) => subnet !== SUBNETS.dataA);
  const open: NetworkAcl = {
    id: resourceId('acl', 'default'),
    name: null,
    vpcId: VPC_ID,
    isDefault: true,
    subnetIds: others.map(({ id }) => id),
    inbound: OPEN,
    outbound: OPEN,
  };
  return [dataAcl(), open];
}

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
