import { describe, expect, it } from 'vitest';
import { evaluateAtInterface } from '../../../src/network/evaluate/at-interface.ts';
import type { Packet } from '../../../src/network/evaluate/packet.ts';
import { evaluateSecurityGroups } from '../../../src/network/evaluate/security-groups.ts';
import type { Way } from '../../../src/network/evaluate/way.ts';
import type { NetworkIndex } from '../../../src/network/find/index-network.ts';
import type { Network } from '../../../src/network/network.ts';
import type { SecurityGroupRule } from '../../../src/network/security-group.ts';
import {
  ALL_TRAFFIC,
  allow,
  block,
  DB,
  DB_GROUP,
  indexed,
  ipv4,
  networkInterface,
  packet,
  securityGroup,
  tcp,
  vpc,
  WEB,
  WEB_GROUP,
} from '../../kit/networks.ts';

const DIRECT: Way = { kind: 'direct', sameSubnet: false, nextHop: null, referencing: null };

function intoDb(index: NetworkIndex, changes: Partial<Packet> = {}, way: Way = DIRECT) {
  return evaluateSecurityGroups(index, { of: DB, direction: 'inbound', packet: packet(changes), way });
}

/** db-1 with these inbound rules. */
function dbWith(...inbound: readonly SecurityGroupRule[]): NetworkIndex {
  return indexed({ securityGroups: [WEB_GROUP, { ...DB_GROUP, inbound }] });
}

describe('security groups', () => {
  it('allow what one rule of one group allows, and name the rule', () => {
    expect(intoDb(indexed())).toMatchObject({
      step: 'inbound-security-groups',
      outcome: 'allow',
      groupIds: ['sg-0db'],
      allowedBy: { groupId: 'sg-0db', ruleId: 'sgr-0pg' },
      because: 'sg-0db (db) allows tcp 5432 from sg-0web (web) (sgr-0pg)',
    });
  });

  it('deny what no rule allows', () => {
    expect(intoDb(indexed(), { destinationPort: 5433 })).toMatchObject({
      outcome: 'deny',
      allowedBy: null,
      because: 'no inbound rule of sg-0db (db) allows tcp 5433 from 10.0.1.5',
    });
  });

  it('deny everything where they have no rule', () => {
    const mute = indexed({ securityGroups: [{ ...WEB_GROUP, outbound: [] }] });
    const question = { of: WEB, direction: 'outbound', packet: packet(), way: DIRECT } as const;

    expect(evaluateSecurityGroups(mute, question)).toMatchObject({
      outcome: 'deny',
      because: 'sg-0web (web) has no outbound rule at all, and what no rule allows is denied',
    });
  });

  it('of one interface are one set of rules', () => {
    const of = { ...DB, groups: [...DB.groups, { id: 'sg-0extra', name: 'extra' }] };
    const extra = securityGroup({
      id: 'sg-0extra',
      name: 'extra',
      inbound: [allow(tcp(5433), '10.0.1.5/32')],
    });
    const index = indexed({ securityGroups: [DB_GROUP, extra] });
    const ask = (destinationPort: number) =>
      evaluateSecurityGroups(index, {
        of,
        direction: 'inbound',
        packet: packet({ destinationPort }),
        way: DIRECT,
      });

    expect(ask(5433)).toMatchObject({ outcome: 'allow', allowedBy: { groupId: 'sg-0extra' } });
    expect(ask(80)).toMatchObject({
      outcome: 'deny',
      because: 'no inbound rule of sg-0db (db), sg-0extra (extra) allows tcp 80 from 10.0.1.5',
    });
  });

  it('that were not read leave it open, unless a group that was read allows it', () => {
    const of = { ...DB, groups: [...DB.groups, { id: 'sg-0extra', name: 'extra' }] };
    const index = indexed({ networkInterfaces: [WEB, of] });
    const ask = (destinationPort: number) =>
      evaluateSecurityGroups(index, {
        of,
        direction: 'inbound',
        packet: packet({ destinationPort }),
        way: DIRECT,
      });

    expect(ask(5432)).toMatchObject({ outcome: 'allow' });
    expect(ask(80)).toMatchObject({
      outcome: 'unknown',
      because: 'the rules of sg-0extra (extra) are not in the configuration',
    });
  });

  it('do not exist at a NAT gateway', () => {
    const nat = networkInterface({ id: 'eni-0nat', type: 'nat_gateway', groups: [] });

    expect(
      evaluateSecurityGroups(indexed(), { of: nat, direction: 'inbound', packet: packet(), way: DIRECT }),
    ).toMatchObject({ outcome: 'skipped', because: 'eni-0nat (nat_gateway) has no security group' });
  });

  it.each([
    ['tcp of another port', tcp(22), { destinationPort: 5432 }, 'deny'],
    ['a range with the port', tcp(5000, 6000), { destinationPort: 5432 }, 'allow'],
    ['every protocol', ALL_TRAFFIC, { protocol: 50, destinationPort: null }, 'allow'],
    ['another protocol', { ...ALL_TRAFFIC, protocol: 17 }, {}, 'deny'],
    ['a port that is not known', tcp(22), { destinationPort: null }, 'unknown'],
    ['every port', { ...ALL_TRAFFIC, protocol: 6 }, { destinationPort: null }, 'allow'],
  ])('with a rule for %s', (_, traffic, changes, outcome) => {
    expect(intoDb(dbWith(allow(traffic, '0.0.0.0/0')), changes).outcome).toBe(outcome);
  });

  it.each([
    [{ type: 8, code: null }, { type: 8, code: 0 }, 'allow'],
    [{ type: 8, code: null }, { type: 0, code: 0 }, 'deny'],
    [{ type: 3, code: 4 }, { type: 3, code: 4 }, 'allow'],
    [{ type: 3, code: 4 }, { type: 3, code: 1 }, 'deny'],
    [{ type: 3, code: 4 }, { type: 3, code: null }, 'unknown'],
    [{ type: 8, code: null }, null, 'unknown'],
    [{ type: null, code: null }, null, 'allow'],
  ])('with a rule for ICMP %j say of %j: %s', (wanted, icmp, outcome) => {
    const index = dbWith(allow({ protocol: 1, ports: null, icmp: wanted }, '0.0.0.0/0'));

    expect(intoDb(index, { protocol: 1, sourcePort: null, destinationPort: null, icmp }).outcome).toBe(
      outcome,
    );
  });

  it('keep IPv4 and IPv6 apart', () => {
    const ipv6 = { source: '2001:db8:0:1::5', destination: '2001:db8:0:2::9' };

    expect(intoDb(dbWith(allow(tcp(5432), '0.0.0.0/0')), ipv6).outcome).toBe('deny');
    expect(intoDb(dbWith(allow(tcp(5432), '::/0')), ipv6).outcome).toBe('allow');
  });
});

describe('a reference to a group', () => {
  const member = networkInterface({
    ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' }), ipv4('10.0.1.6', { primary: false })],
    ipv6: ['2001:db8:0:1::5'],
    prefixes: [block('10.0.1.64/28')],
  });
  const index = indexed({
    networkInterfaces: [
      member,
      DB,
      networkInterface({ id: 'eni-0other', ipv4: [ipv4('10.0.1.9')], groups: [] }),
    ],
  });

  it.each(['10.0.1.5', '10.0.1.6', '2001:db8:0:1::5', '10.0.1.70'])('holds for a member’s %s', (source) => {
    expect(intoDb(index, { source }).outcome).toBe('allow');
  });

  it('does not hold for a member’s public address', () => {
    const step = intoDb(index, { source: '203.0.113.5' }, { ...DIRECT, kind: 'internet' });

    expect(step.outcome).toBe('deny');
    expect(step.nearest.map(({ text }) => text)).toEqual([
      'tcp 5432 is allowed from sg-0web (web), not from 203.0.113.5; 203.0.113.5 is the public address of eni-0web, which is in sg-0web, but references hold for private addresses only',
    ]);
  });

  it('does not hold for an interface that is not a member', () => {
    expect(intoDb(index, { source: '10.0.1.9' }).outcome).toBe('deny');
  });

  it('is open for an address of the VPC whose interface is not known', () => {
    expect(intoDb(index, { source: '10.0.1.99' })).toMatchObject({
      outcome: 'unknown',
      because:
        'sg-0db (db) allows tcp 5432 from sg-0web (web) (sgr-0pg), and no network interface in the configuration has 10.0.1.99, so whether it is in sg-0web is not known',
    });
    const unread = indexed({ networkInterfaces: null });
    expect(intoDb(unread).because).toContain('the network interfaces were not read');
  });

  it('does not hold for addresses that the group’s VPC cannot have', () => {
    expect(intoDb(index, { source: '192.168.7.7' }).outcome).toBe('deny');
    expect(intoDb(index, { source: '198.51.100.7' }).outcome).toBe('deny');
  });

  it('is open for a private address where the VPC’s blocks were not read', () => {
    const unread = indexed({ vpcs: null, subnets: null });

    expect(intoDb(unread, { source: '192.168.7.7' }).outcome).toBe('unknown');
    expect(intoDb(unread, { source: '198.51.100.7' }).outcome).toBe('deny');
  });

  it('is open for an address of this VPC that only an overlapping VPC is known to use', () => {
    const twin = networkInterface({
      id: 'eni-0twin',
      vpcId: 'vpc-0bbb',
      ipv4: [ipv4('10.0.1.5')],
      groups: [],
    });
    const overlapping = indexed({ networkInterfaces: [twin, DB] });

    expect(intoDb(overlapping).outcome).toBe('unknown');
  });

  it('does not hold through an appliance, though both ends are in one VPC', () => {
    const step = intoDb(index, {}, { ...DIRECT, kind: 'appliance' });

    expect(step.outcome).toBe('deny');
    expect(step.nearest[0]?.text).toContain(
      'a reference does not hold for traffic that a route sends through an appliance',
    );
  });

  describe('to a group of another VPC', () => {
    const far = networkInterface({
      id: 'eni-0far',
      vpcId: 'vpc-0bbb',
      subnetId: 'subnet-0far',
      ipv4: [ipv4('10.9.1.5')],
    });
    const between = indexed({
      networkInterfaces: [far, DB],
      vpcs: [vpc('vpc-0aaa', '10.0.0.0/16'), vpc('vpc-0bbb', '10.9.0.0/16')],
    });
    const fromFar = (way: Partial<Way>) => intoDb(between, { source: '10.9.1.5' }, { ...DIRECT, ...way });

    it.each([
      [{ kind: 'peering' }, 'allow'],
      [{ kind: 'transit-gateway', referencing: true }, 'allow'],
      [{ kind: 'transit-gateway', referencing: false }, 'deny'],
      [{ kind: 'transit-gateway', referencing: null }, 'unknown'],
      [{ kind: 'not-known' }, 'unknown'],
      [{ kind: 'internet' }, 'deny'],
    ] as const)('over %j says %s of what comes in', (way, outcome) => {
      expect(fromFar(way).outcome).toBe(outcome);
    });

    it('over a transit gateway never holds for what goes out', () => {
      const outward = indexed({
        networkInterfaces: [far, DB],
        securityGroups: [{ ...DB_GROUP, outbound: [allow(tcp(443), 'sg-0web')] }],
      });
      const step = evaluateSecurityGroups(outward, {
        of: DB,
        direction: 'outbound',
        packet: packet({ source: '10.0.2.9', destination: '10.9.1.5', destinationPort: 443 }),
        way: { ...DIRECT, kind: 'transit-gateway', referencing: true },
      });

      expect(step.outcome).toBe('deny');
      expect(step.nearest[0]?.text).toContain(
        'over a transit gateway, outbound rules cannot reference sg-0web',
      );
    });

    it('does not hold once the peering connection is gone', () => {
      const stale = allow(tcp(5432), 'sg-0web');
      const peer = {
        kind: 'security-group',
        id: 'sg-0web',
        vpcId: 'vpc-0bbb',
        peeringStatus: 'deleted',
      } as const;
      const index = indexed({
        networkInterfaces: [far, DB],
        securityGroups: [{ ...DB_GROUP, inbound: [{ ...stale, peer }] }],
      });

      expect(intoDb(index, { source: '10.9.1.5' }, { ...DIRECT, kind: 'peering' }).outcome).toBe('deny');
    });
  });
});

describe('a rule for a prefix list', () => {
  const withList = (changes: Partial<Network> = {}) =>
    indexed({
      securityGroups: [{ ...DB_GROUP, inbound: [allow(tcp(5432), 'pl-0123456789abcdef0')] }],
      ...changes,
    });

  it('holds for what its entries hold', () => {
    const entries = [block('10.0.1.0/24'), block('2001:db8::/32')];
    const index = withList({ prefixLists: [{ id: 'pl-0123456789abcdef0', name: 'clients', entries }] });

    expect(intoDb(index).outcome).toBe('allow');
    expect(intoDb(index, { source: '10.0.7.5' }).outcome).toBe('deny');
    expect(intoDb(index, { source: '2001:db8:0:1::5' }).outcome).toBe('allow');
  });

  it('is open where its entries were not read', () => {
    expect(intoDb(withList())).toMatchObject({
      outcome: 'unknown',
      because:
        'sg-0db (db) allows tcp 5432 from pl-0123456789abcdef0, and the entries of prefix list pl-0123456789abcdef0 were not read',
    });
  });

  it('of Amazon S3 or DynamoDB holds public addresses only, even where it was not read', () => {
    const byId = indexed({ securityGroups: [{ ...DB_GROUP, inbound: [allow(tcp(5432), 'pl-63a5400a')] }] });
    const byName = withList({
      prefixLists: [{ id: 'pl-0123456789abcdef0', name: 'com.amazonaws.eu-west-1.s3', entries: null }],
    });

    expect(intoDb(byId).outcome).toBe('deny');
    expect(intoDb(byName).outcome).toBe('deny');
    expect(intoDb(byName, { source: '52.218.0.9' }).outcome).toBe('unknown');
  });
});

describe('the rules that come nearest', () => {
  it('are those for the same traffic with others, then those for other traffic with the same end', () => {
    const index = dbWith(
      allow(tcp(22), '10.0.1.0/24', 'sgr-0ssh'),
      allow(tcp(5431), '10.0.0.0/16', 'sgr-0near'),
      allow(tcp(5432), '10.0.7.0/24', 'sgr-0other'),
      allow(tcp(5432), '::/0', 'sgr-0six'),
      allow(tcp(8080), '10.0.7.0/24', 'sgr-0no'),
    );

    expect(intoDb(index).nearest).toEqual([
      {
        differs: 'peer',
        groupId: 'sg-0db',
        ruleId: 'sgr-0other',
        text: 'tcp 5432 is allowed from 10.0.7.0/24, not from 10.0.1.5',
      },
      {
        differs: 'peer',
        groupId: 'sg-0db',
        ruleId: 'sgr-0six',
        text: 'tcp 5432 is allowed from ::/0, not from 10.0.1.5; it is an IPv6 rule, and the packet is IPv4',
      },
      {
        differs: 'traffic',
        groupId: 'sg-0db',
        ruleId: 'sgr-0near',
        text: '10.0.1.5 is allowed tcp 5431 by the rule for 10.0.0.0/16',
      },
      {
        differs: 'traffic',
        groupId: 'sg-0db',
        ruleId: 'sgr-0ssh',
        text: '10.0.1.5 is allowed tcp 22 by the rule for 10.0.1.0/24',
      },
    ]);
  });
});

describe('a reply', () => {
  it('passes the security groups without being asked', () => {
    const mute = indexed({ securityGroups: [{ ...DB_GROUP, outbound: [] }] });
    const reply = packet({
      source: '10.0.2.9',
      destination: '10.0.1.5',
      sourcePort: 5432,
      destinationPort: 49_152,
    });

    const [groups] = evaluateAtInterface(mute, {
      of: DB,
      direction: 'outbound',
      packet: reply,
      isReply: true,
    });

    expect(groups).toMatchObject({
      outcome: 'skipped',
      because: 'security groups let replies through to what they let through',
    });
  });
});
