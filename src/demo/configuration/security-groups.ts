/** The demo network's security groups: whom each lets in. */
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../../network/security-group.ts';
import type { Traffic } from '../../network/traffic.ts';
import { HTTPS, OFFICE, POSTGRES, REDIS, SSH } from '../policy.ts';
import { type HOSTS, resourceId, VPC_CIDR, VPC_ID } from '../topology.ts';
import { ALL, block, PING, tcp } from './traffic.ts';

const APPLICATION = 8080;
const STATSD = 8125;
function udp(port: number): Traffic {
  return { protocol: 17, ports: { low: port, high: port }, icmp: null };
}

type GroupName = 'load-balancer' | 'bastion' | 'web' | 'batch' | 'report' | 'monitor' | 'database' | 'cache';

export function groupId(name: GroupName): string {
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

export const GROUP_OF: Readonly<Record<keyof typeof HOSTS, GroupName | null>> = {
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

export function securityGroups(): readonly SecurityGroup[] {
  return (Object.keys(LETS_IN) as readonly GroupName[]).map((name) => ({
    id: groupId(name),
    name,
    vpcId: VPC_ID,
    inbound: LETS_IN[name].map((allowed, index) => rule(name, 'in', allowed, index)),
    outbound: [rule(name, 'out', [ALL, addresses('0.0.0.0/0')], 0)],
  }));
}
