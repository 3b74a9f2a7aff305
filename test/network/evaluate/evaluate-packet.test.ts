import { describe, expect, it } from 'vitest';
import { evaluatePacket, type PacketEvaluation } from '../../../src/network/evaluate/evaluate-packet.ts';
import { replyTo } from '../../../src/network/evaluate/packet.ts';
import type { Step } from '../../../src/network/evaluate/step.ts';
import { indexNetwork } from '../../../src/network/find/index-network.ts';
import type { Network } from '../../../src/network/network.ts';
import type { RouteTarget } from '../../../src/network/route-table.ts';
import {
  ALL_TRAFFIC,
  allow,
  block,
  DB,
  DB_ACL,
  DB_GROUP,
  entries,
  entry,
  indexed,
  ipv4,
  LOCAL,
  network,
  networkAcl,
  networkInterface,
  packet,
  route,
  routeTable,
  subnet,
  tcp,
  vpc,
  WEB,
  WEB_ACL,
  WEB_GROUP,
} from '../../kit/networks.ts';

function said(steps: readonly Step[]): readonly string[] {
  return steps.map(({ step, outcome }) => `${step} ${outcome}`);
}

function blockedAt({ blockedBy }: PacketEvaluation): string | null {
  return blockedBy && `${blockedBy.leg} ${blockedBy.step.step} ${blockedBy.step.outcome}`;
}

describe('a packet inside a VPC', () => {
  it('meets everything on its way, and its reply everything on the way back', () => {
    const evaluation = evaluatePacket(indexed(), { packet: packet() });

    expect(evaluation.outcome).toBe('allow');
    expect(said(evaluation.request)).toEqual([
      'outbound-security-groups allow',
      'outbound-network-acl allow',
      'route allow',
      'inbound-network-acl allow',
      'inbound-security-groups allow',
    ]);
    expect(said(evaluation.reply)).toEqual([
      'outbound-security-groups skipped',
      'outbound-network-acl allow',
      'route allow',
      'inbound-network-acl allow',
      'inbound-security-groups skipped',
    ]);
    expect(evaluation.blockedBy).toBeNull();
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it('stops at the first that denies', () => {
    const networkAcls = [
      WEB_ACL,
      networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'], inbound: entries() }),
    ];
    const securityGroups = [WEB_GROUP, { ...DB_GROUP, inbound: [] }];

    const evaluation = evaluatePacket(indexed({ networkAcls, securityGroups }), { packet: packet() });

    expect(evaluation.outcome).toBe('deny');
    expect(blockedAt(evaluation)).toBe('request inbound-network-acl deny');
  });

  it('is not routed inside a subnet', () => {
    const neighbour = networkInterface({
      id: 'eni-0db2',
      subnetId: 'subnet-0db',
      ipv4: [ipv4('10.0.2.10')],
      groups: [{ id: 'sg-0web', name: 'web' }],
    });
    const index = indexed({ networkInterfaces: [DB, neighbour], routeTables: [routeTable({ routes: [] })] });

    const { outcome, request } = evaluatePacket(index, { packet: packet({ source: '10.0.2.10' }) });

    expect(outcome).toBe('allow');
    expect(said(request)).toEqual([
      'outbound-security-groups allow',
      'outbound-network-acl skipped',
      'inbound-network-acl skipped',
      'inbound-security-groups allow',
    ]);
  });

  it('has a reply that needs a way out of the responder’s subnet, to the port that the request came from', () => {
    const outbound = entries(entry(100, 'allow', tcp(32_768, 65_535), '10.0.1.0/24'));
    const index = indexed({ networkAcls: [WEB_ACL, { ...DB_ACL, outbound }] });
    const from = (sourcePort: number | null) => evaluatePacket(index, { packet: packet({ sourcePort }) });

    expect(from(49_152).outcome).toBe('allow');
    expect(blockedAt(from(1024))).toBe('reply outbound-network-acl deny');
    expect(from(null).outcome).toBe('allow');
  });

  it('has replies to every port that its client takes, where the source port is not known', () => {
    const outbound = entries(entry(100, 'allow', tcp(32_768, 65_535), '10.0.1.0/24'));
    const lambda = { ...WEB, type: 'lambda' };
    const index = indexed({
      networkInterfaces: [lambda, DB],
      networkAcls: [WEB_ACL, { ...DB_ACL, outbound }],
    });

    const evaluation = evaluatePacket(index, { packet: packet({ sourcePort: null }) });

    expect(evaluation.outcome).toBe('partly');
    expect(blockedAt(evaluation)).toBe('reply outbound-network-acl partly');
  });

  it('has replies to the ports that are asked about', () => {
    const outbound = entries(entry(100, 'allow', tcp(32_768, 65_535), '10.0.1.0/24'));
    const index = indexed({ networkAcls: [WEB_ACL, { ...DB_ACL, outbound }] });

    expect(evaluatePacket(index, { packet: packet(), replyPorts: { low: 1024, high: 2047 } }).outcome).toBe(
      'deny',
    );
  });

  it('to the resolver meets nothing that filters', () => {
    const index = indexed({
      securityGroups: [{ ...WEB_GROUP, outbound: [] }],
      routeTables: [routeTable({ routes: [] })],
    });
    const dns = packet({ destination: '10.0.0.2', destinationPort: 53, protocol: 17 });

    expect(evaluatePacket(index, { packet: dns }).outcome).toBe('allow');
  });
});

describe('a packet with an end that is not in the configuration', () => {
  it('is not known to pass where that end is private', () => {
    const evaluation = evaluatePacket(indexed(), { packet: packet({ destination: '10.0.2.77' }) });

    expect(evaluation).toMatchObject({
      outcome: 'unknown',
      gaps: [
        'no network interface in the configuration has 10.0.2.77, so what stands before it is not known',
      ],
      blockedBy: null,
    });
  });

  it('is stopped all the same by what is known', () => {
    const index = indexed({ securityGroups: [{ ...WEB_GROUP, outbound: [] }] });

    expect(evaluatePacket(index, { packet: packet({ destination: '10.0.2.77' }) }).outcome).toBe('deny');
  });

  it('may have one of several interfaces of overlapping VPCs, until one is named', () => {
    const twin = { ...DB, id: 'eni-0twin', vpcId: 'vpc-0bbb', subnetId: 'subnet-0twin' };
    const networkInterfaces = [DB, twin];
    const index = indexed({ networkInterfaces });
    const question = { packet: packet({ source: '10.9.1.5' }) };

    expect(evaluatePacket(index, question).gaps).toContain(
      'several network interfaces have 10.0.2.9, and it cannot be told which is meant',
    );
    expect(evaluatePacket(index, { ...question, destinationInterfaceId: 'eni-0db' }).gaps).toHaveLength(1);
  });

  it('has the one interface of the other end’s VPC, where VPCs overlap', () => {
    const twin = { ...DB, id: 'eni-0twin', vpcId: 'vpc-0bbb', subnetId: 'subnet-0twin' };

    expect(
      evaluatePacket(indexed({ networkInterfaces: [WEB, DB, twin] }), { packet: packet() }).outcome,
    ).toBe('allow');
  });
});

const INTERNET: RouteTarget = { kind: 'internet-gateway', id: 'igw-0aaa' };
const NAT: RouteTarget = { kind: 'nat-gateway', id: 'nat-0aaa' };

describe('a packet to the internet', () => {
  const out = packet({ destination: '198.51.100.7', destinationPort: 443 });
  const nat = networkInterface({
    id: 'eni-0nat',
    name: null,
    type: 'nat_gateway',
    subnetId: 'subnet-0pub',
    ipv4: [ipv4('10.0.0.9', { publicAddress: '203.0.113.9' })],
    groups: [],
    description: 'Interface for NAT Gateway nat-0aaa',
  });
  const publicAcl = networkAcl({ id: 'acl-0pub', subnetIds: ['subnet-0pub'] });

  function behindNat(changes: Partial<Network> = {}) {
    return indexed({
      networkInterfaces: [WEB, DB, nat],
      networkAcls: [WEB_ACL, DB_ACL, publicAcl],
      subnets: [
        subnet('subnet-0web', '10.0.1.0/24'),
        subnet('subnet-0db', '10.0.2.0/24'),
        subnet('subnet-0pub', '10.0.0.0/24'),
      ],
      routeTables: [
        routeTable({ routes: [route('10.0.0.0/16', LOCAL), route('0.0.0.0/0', NAT)] }),
        routeTable({
          id: 'rtb-0pub',
          main: false,
          subnetIds: ['subnet-0pub'],
          routes: [route('10.0.0.0/16', LOCAL), route('0.0.0.0/0', INTERNET)],
        }),
      ],
      ...changes,
    });
  }

  it('passes both sides of a NAT gateway, and so do its replies', () => {
    const evaluation = evaluatePacket(behindNat(), { packet: out });

    expect(evaluation.outcome).toBe('allow');
    expect(said(evaluation.request)).toEqual([
      'outbound-security-groups allow',
      'outbound-network-acl allow',
      'route allow',
      'inbound-network-acl allow',
      'outbound-network-acl allow',
      'route allow',
      'block-public-access allow',
    ]);
    expect(said(evaluation.reply)).toEqual([
      'inbound-network-acl allow',
      'outbound-network-acl allow',
      'inbound-network-acl allow',
      'inbound-security-groups skipped',
    ]);
  });

  it('fails in part where the NAT gateway’s subnet lets too few ports back in', () => {
    const inbound = entries(
      entry(90, 'allow', ALL_TRAFFIC, '10.0.0.0/16'),
      entry(100, 'allow', tcp(32_768, 65_535), '0.0.0.0/0'),
    );
    const evaluation = evaluatePacket(behindNat({ networkAcls: [WEB_ACL, { ...publicAcl, inbound }] }), {
      packet: out,
    });

    expect(blockedAt(evaluation)).toBe('reply inbound-network-acl partly');
    expect(evaluation.blockedBy?.step).toMatchObject({ subnetId: 'subnet-0pub', aclId: 'acl-0pub' });
  });

  it('is stopped at the NAT gateway’s subnet, with the NAT gateway’s address', () => {
    const outbound = entries(
      entry(100, 'deny', tcp(443), '198.51.100.0/24'),
      entry(200, 'allow', ALL_TRAFFIC, '0.0.0.0/0'),
    );
    const evaluation = evaluatePacket(behindNat({ networkAcls: [WEB_ACL, { ...publicAcl, outbound }] }), {
      packet: out,
    });

    expect(evaluation.blockedBy?.step).toMatchObject({
      subnetId: 'subnet-0pub',
      rule: '100',
      packet: { source: '10.0.0.9' },
    });
  });

  it('is not known to pass a NAT gateway whose interface is not in the configuration', () => {
    const evaluation = evaluatePacket(behindNat({ networkInterfaces: [WEB] }), { packet: out });

    expect(evaluation).toMatchObject({
      outcome: 'unknown',
      gaps: [
        'the network interface of nat-0aaa is not in the configuration, so what stands before it is not known',
      ],
    });
  });

  it('meets no network ACL at a regional NAT gateway, which is in no subnet', () => {
    const regional = {
      id: 'nat-0aaa',
      name: null,
      vpcId: 'vpc-0aaa',
      subnetId: null,
      state: 'available',
      connectivity: 'public' as const,
      addresses: [],
    };
    const index = behindNat({ networkInterfaces: [WEB], natGateways: [regional] });

    expect(evaluatePacket(index, { packet: out })).toMatchObject({ outcome: 'allow', gaps: [] });
  });

  it('is not said to be stopped behind a route that it may not take', () => {
    const outbound = entries(entry(100, 'deny', tcp(443), '198.51.100.0/24'));
    const toEndpoint = route('pl-63a5400a', { kind: 'vpc-endpoint', id: 'vpce-0aaa' });
    const routeTables = [
      routeTable({ routes: [route('10.0.0.0/16', LOCAL), route('0.0.0.0/0', NAT), toEndpoint] }),
    ];
    const index = behindNat({ routeTables, networkAcls: [WEB_ACL, { ...publicAcl, outbound }] });

    expect(evaluatePacket(index, { packet: out })).toMatchObject({ outcome: 'unknown', blockedBy: null });
  });

  it('needs a public address at an internet gateway', () => {
    const routeTables = [routeTable({ routes: [route('0.0.0.0/0', INTERNET)] })];
    const evaluation = evaluatePacket(indexed({ routeTables }), { packet: out });

    expect(blockedAt(evaluation)).toBe('request route deny');
  });

  it('is stopped by VPC Block Public Access', () => {
    const evaluation = evaluatePacket(behindNat({ blockMode: 'block-bidirectional', blockExclusions: [] }), {
      packet: out,
    });

    expect(blockedAt(evaluation)).toBe('request block-public-access deny');
    expect(evaluation.blockedBy?.step).toMatchObject({ subnetId: 'subnet-0pub' });
  });

  it('reaches a public address of the same VPC from outside, where references to groups do not hold', () => {
    const web = { ...WEB, ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' })] };
    const db = { ...DB, ipv4: [ipv4('10.0.2.9', { publicAddress: '203.0.113.6' })] };
    const routeTables = [routeTable({ routes: [route('10.0.0.0/16', LOCAL), route('0.0.0.0/0', INTERNET)] })];
    const index = indexed({ networkInterfaces: [web, db], routeTables });

    const evaluation = evaluatePacket(index, { packet: packet({ destination: '203.0.113.6' }) });

    expect(blockedAt(evaluation)).toBe('request inbound-security-groups deny');
    expect(evaluation.blockedBy?.step).toMatchObject({
      packet: { source: '203.0.113.5', destination: '10.0.2.9' },
    });
  });
});

describe('a packet from the internet', () => {
  const incoming = packet({ source: '198.51.100.7', destination: '10.0.1.5', destinationPort: 443 });
  const securityGroups = [{ ...WEB_GROUP, inbound: [allow(tcp(443), '0.0.0.0/0')] }];
  const shown = { ...WEB, ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' })] };
  const toInternet = [routeTable({ routes: [route('0.0.0.0/0', INTERNET)] })];

  it('meets Block Public Access, the network ACL and the groups, and its reply needs a route', () => {
    const index = indexed({ networkInterfaces: [shown], securityGroups, routeTables: toInternet });
    const evaluation = evaluatePacket(index, { packet: incoming });

    expect(evaluation.outcome).toBe('allow');
    expect(said(evaluation.request)).toEqual([
      'block-public-access allow',
      'inbound-network-acl allow',
      'inbound-security-groups allow',
    ]);
    expect(said(evaluation.reply)).toEqual([
      'outbound-security-groups skipped',
      'outbound-network-acl allow',
      'route allow',
    ]);
  });

  it('may be sent to the public address', () => {
    const index = indexed({ networkInterfaces: [shown], securityGroups, routeTables: toInternet });

    expect(evaluatePacket(index, { packet: { ...incoming, destination: '203.0.113.5' } }).outcome).toBe(
      'allow',
    );
  });

  it('has no way back without a route', () => {
    const index = indexed({ networkInterfaces: [shown], securityGroups });

    expect(blockedAt(evaluatePacket(index, { packet: incoming }))).toBe('reply route deny');
  });

  it('may have come through a load balancer to a host without a public address, and go back that way', () => {
    const evaluation = evaluatePacket(indexed({ networkInterfaces: [WEB], securityGroups }), {
      packet: incoming,
    });

    expect(evaluation.outcome).toBe('unknown');
    expect(evaluation.reply.at(-1)).toMatchObject({
      outcome: 'unknown',
      because:
        'it has no route to 198.51.100.7, unless a load balancer that keeps client addresses stands before eni-0web',
    });
  });
});

describe('a packet between two VPCs', () => {
  const far = networkInterface({
    id: 'eni-0far',
    name: 'far-1',
    vpcId: 'vpc-0bbb',
    subnetId: 'subnet-0far',
    ipv4: [ipv4('10.9.1.5')],
    groups: [{ id: 'sg-0far', name: 'far' }],
  });
  const farGroup = {
    ...DB_GROUP,
    id: 'sg-0far',
    name: 'far',
    vpcId: 'vpc-0bbb',
    inbound: [allow(tcp(443), 'sg-0web')],
  };

  function between(there: RouteTarget, back: RouteTarget | null, changes: Partial<Network> = {}) {
    return indexNetwork(
      network({
        networkInterfaces: [WEB, far],
        securityGroups: [WEB_GROUP, farGroup],
        networkAcls: [WEB_ACL, networkAcl({ id: 'acl-0far', subnetIds: ['subnet-0far'] })],
        subnets: [
          subnet('subnet-0web', '10.0.1.0/24'),
          subnet('subnet-0far', '10.9.1.0/24', { vpcId: 'vpc-0bbb' }),
        ],
        vpcs: [vpc('vpc-0aaa', '10.0.0.0/16'), vpc('vpc-0bbb', '10.9.0.0/16')],
        routeTables: [
          routeTable({ routes: [route('10.0.0.0/16', LOCAL), route('10.9.0.0/16', there)] }),
          routeTable({
            id: 'rtb-0far',
            vpcId: 'vpc-0bbb',
            routes: [route('10.9.0.0/16', LOCAL), ...(back ? [route('10.0.0.0/16', back)] : [])],
          }),
        ],
        ...changes,
      }),
    );
  }

  const toFar = packet({ destination: '10.9.1.5', destinationPort: 443 });
  const peering: RouteTarget = { kind: 'peering-connection', id: 'pcx-0aaa' };
  const transit: RouteTarget = { kind: 'transit-gateway', id: 'tgw-0aaa' };

  it('over peering is let in by a reference to the other VPC’s group', () => {
    expect(evaluatePacket(between(peering, peering), { packet: toFar }).outcome).toBe('allow');
  });

  it('has no way back where the far table lacks the route', () => {
    const evaluation = evaluatePacket(between(peering, null), { packet: toFar });

    expect(blockedAt(evaluation)).toBe('reply route deny');
    expect(evaluation.blockedBy?.step).toMatchObject({ routeTableId: 'rtb-0far' });
  });

  it('over a transit gateway is let in by a reference only where both attachments allow that', () => {
    const attachment = (vpcId: string, securityGroupReferencing: boolean) => ({
      id: `tgw-attach-${vpcId}`,
      transitGatewayId: 'tgw-0aaa',
      vpcId,
      state: 'available',
      subnetIds: null,
      securityGroupReferencing,
    });
    const over = (referencing: boolean) =>
      evaluatePacket(
        between(transit, transit, {
          transitGatewayAttachments: [attachment('vpc-0aaa', true), attachment('vpc-0bbb', referencing)],
        }),
        { packet: toFar },
      );

    expect(over(true).outcome).toBe('allow');
    expect(blockedAt(over(false))).toBe('request inbound-security-groups deny');
    expect(evaluatePacket(between(transit, transit), { packet: toFar }).outcome).toBe('unknown');
  });

  it('over a transit gateway meets the network ACLs of the subnets that hold its interfaces', () => {
    const gateway = networkInterface({
      id: 'eni-0tgw',
      type: 'transit_gateway',
      subnetId: 'subnet-0tgw',
      ipv4: [ipv4('10.0.9.4')],
      groups: [],
    });
    const closed = networkAcl({
      id: 'acl-0tgw',
      subnetIds: ['subnet-0tgw'],
      inbound: entries(entry(100, 'allow', tcp(80), '0.0.0.0/0')),
    });
    const index = between(transit, transit, {
      networkInterfaces: [WEB, far, gateway],
      networkAcls: [WEB_ACL, networkAcl({ id: 'acl-0far', subnetIds: ['subnet-0far'] }), closed],
      subnets: [
        subnet('subnet-0web', '10.0.1.0/24'),
        subnet('subnet-0tgw', '10.0.9.0/28'),
        subnet('subnet-0far', '10.9.1.0/24', { vpcId: 'vpc-0bbb' }),
      ],
    });

    expect(evaluatePacket(index, { packet: toFar }).blockedBy?.step).toMatchObject({
      aclId: 'acl-0tgw',
      rule: '*',
    });
  });

  it('that a route sends through an appliance is not let in by a reference', () => {
    const appliance = networkInterface({
      id: 'eni-0appl',
      subnetId: 'subnet-0appl',
      ipv4: [ipv4('10.0.5.5')],
      sourceDestCheck: false,
    });
    const through: RouteTarget = { kind: 'network-interface', id: 'eni-0appl' };
    const routeTables = [
      routeTable({
        routes: [route('10.0.0.0/16', LOCAL), route('10.0.1.0/24', through), route('10.0.2.0/24', through)],
      }),
    ];
    const index = indexed({ networkInterfaces: [WEB, DB, appliance], routeTables });

    expect(blockedAt(evaluatePacket(index, { packet: packet() }))).toBe(
      'request inbound-security-groups deny',
    );
  });

  it('is known to be outside by the blocks of a prefix that its interface was delegated', () => {
    const pods = { ...far, prefixes: [block('10.9.1.64/28')] };
    const index = between(peering, peering, { networkInterfaces: [WEB, pods] });

    expect(evaluatePacket(index, { packet: { ...toFar, destination: '10.9.1.70' } }).outcome).toBe('allow');
  });
});

describe('a reply', () => {
  it('goes back between the same addresses and ports', () => {
    expect(replyTo(packet())).toEqual(
      packet({ source: '10.0.2.9', destination: '10.0.1.5', sourcePort: 5432, destinationPort: 49_152 }),
    );
  });

  it.each([
    [1, { type: 8, code: 0 }, { type: 0, code: 0 }],
    [58, { type: 128, code: 0 }, { type: 129, code: 0 }],
    [1, { type: 3, code: 4 }, null],
    [1, null, null],
  ])('of protocol %s to ICMP %j is %j', (protocol, icmp, expected) => {
    expect(replyTo(packet({ protocol, icmp })).icmp).toEqual(expected);
  });
});
