import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../../src/network/direction.ts';
import { evaluateAtInterface } from '../../../src/network/evaluate/at-interface.ts';
import type { Packet } from '../../../src/network/evaluate/packet.ts';
import { indexNetwork, type NetworkIndex } from '../../../src/network/find/index-network.ts';
import type { NetworkInterface } from '../../../src/network/network-interface.ts';
import { anyEntries, anyPacket, anyPrefixList, anyRule, completions } from '../../kit/any-policy.ts';
import {
  DB,
  DB_ACL,
  DB_GROUP,
  entries,
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
  vpc,
  WEB,
  WEB_ACL,
  WEB_GROUP,
} from '../../kit/networks.ts';
import { aclDecision, groupsAllow } from '../../kit/plain-policy.ts';

function ask(index: NetworkIndex, of: NetworkInterface, direction: Direction, changes: Partial<Packet> = {}) {
  return evaluateAtInterface(index, { of, direction, packet: packet(changes), isReply: false });
}

const CLOSED_ACL = networkAcl({
  id: 'acl-0db',
  subnetIds: ['subnet-0db'],
  inbound: entries(),
  outbound: entries(),
});

describe('what a packet meets at an interface', () => {
  it('is the network ACL and then the groups on its way in, and the other way round on its way out', () => {
    expect(ask(indexed(), DB, 'inbound').map(({ step }) => step)).toEqual([
      'inbound-network-acl',
      'inbound-security-groups',
    ]);
    expect(ask(indexed(), WEB, 'outbound').map(({ step }) => step)).toEqual([
      'outbound-security-groups',
      'outbound-network-acl',
    ]);
  });

  it('is all shown, also behind what denies', () => {
    const index = indexed({ networkAcls: [CLOSED_ACL] });

    expect(ask(index, DB, 'inbound').map(({ outcome }) => outcome)).toEqual(['deny', 'allow']);
  });
});

describe('a network ACL inside a subnet', () => {
  const neighbour = networkInterface({ id: 'eni-0db2', subnetId: 'subnet-0db', ipv4: [ipv4('10.0.2.10')] });

  it('is not asked between neighbours', () => {
    const index = indexed({ networkAcls: [CLOSED_ACL], networkInterfaces: [DB, neighbour] });

    expect(ask(index, DB, 'inbound', { source: '10.0.2.10' })[0]).toMatchObject({
      outcome: 'skipped',
      because: 'both ends are in subnet-0db, and network ACLs do not filter inside a subnet',
    });
  });

  it('is not asked for an address of the subnet’s block that no known interface has', () => {
    expect(
      ask(indexed({ networkAcls: [CLOSED_ACL] }), DB, 'inbound', { source: '10.0.2.77' })[0]?.outcome,
    ).toBe('skipped');
  });

  it('is asked in part where it is not known whether both ends are in it', () => {
    const unread = { subnets: null, networkInterfaces: [DB] };
    const closed = indexed({ ...unread, networkAcls: [CLOSED_ACL] });
    const open = indexed({ ...unread, networkAcls: [DB_ACL] });

    expect(ask(closed, DB, 'inbound')[0]).toMatchObject({
      outcome: 'unknown',
      because:
        'no inbound rule allows tcp 5432 from 10.0.1.5, unless both ends are in one subnet, which is not known',
    });
    expect(ask(open, DB, 'inbound')[0]?.outcome).toBe('allow');
    expect(ask(closed, DB, 'inbound', { source: '198.51.100.7' })[0]?.outcome).toBe('deny');
  });

  it('is not asked on the way to a NAT gateway in the same subnet', () => {
    const nat = networkInterface({
      id: 'eni-0nat',
      type: 'nat_gateway',
      subnetId: 'subnet-0db',
      ipv4: [ipv4('10.0.2.20')],
      groups: [],
      description: 'Interface for NAT Gateway nat-0aaa',
    });
    const index = indexed({
      networkAcls: [CLOSED_ACL],
      networkInterfaces: [DB, nat],
      routeTables: [
        routeTable({
          routes: [route('10.0.0.0/16', LOCAL), route('0.0.0.0/0', { kind: 'nat-gateway', id: 'nat-0aaa' })],
        }),
      ],
    });

    expect(ask(index, DB, 'outbound', { source: '10.0.2.9', destination: '198.51.100.7' })[1]).toMatchObject({
      outcome: 'skipped',
      because: 'the next hop eni-0nat is in the same subnet, and network ACLs do not filter inside a subnet',
    });
  });

  it('is asked for what goes to a transit gateway in the same subnet, and not for what comes from it', () => {
    const transit = networkInterface({
      id: 'eni-0tgw',
      type: 'transit_gateway',
      subnetId: 'subnet-0db',
      ipv4: [ipv4('10.0.2.21')],
      groups: [],
    });
    const index = indexed({
      networkAcls: [CLOSED_ACL],
      networkInterfaces: [DB, transit],
      routeTables: [
        routeTable({ routes: [route('10.0.0.0/8', { kind: 'transit-gateway', id: 'tgw-0aaa' })] }),
      ],
    });

    expect(ask(index, DB, 'inbound', { source: '10.9.1.5' })[0]?.outcome).toBe('skipped');
    expect(ask(index, DB, 'outbound', { source: '10.0.2.9', destination: '10.9.1.5' })[1]?.outcome).toBe(
      'deny',
    );
  });
});

describe('traffic that nothing filters', () => {
  const mute = indexed({
    securityGroups: [{ ...WEB_GROUP, outbound: [] }],
    networkAcls: [networkAcl({ subnetIds: ['subnet-0web'], outbound: entries() })],
    vpcs: [vpc('vpc-0aaa', '10.0.0.0/16'), vpc('vpc-0bbb', '10.0.2.0/24')],
  });

  it.each([
    ['the VPC’s resolver', '10.0.0.2', 17, 53],
    ['the resolver’s link-local address', '169.254.169.253', 17, 53],
    ['instance metadata', '169.254.169.254', 6, 80],
    ['the Amazon Time Sync Service', '169.254.169.123', 17, 123],
    ['Windows activation', '169.254.169.250', 6, 1688],
    ['ECS task metadata', '169.254.170.2', 6, 80],
    ['DHCP', '10.0.1.1', 17, 67],
    ['the VPC router', '10.0.1.1', 1, null],
  ])('is that with %s', (_, destination, protocol, destinationPort) => {
    const steps = ask(mute, WEB, 'outbound', { destination, protocol, destinationPort });

    expect(steps.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect(steps[0]?.because).toMatch(/^nothing filters /);
  });

  it('is not what comes to the ports of DHCP from the internet, or goes to another host', () => {
    const from = { source: '198.51.100.7', destination: '10.0.1.5', protocol: 17, destinationPort: 67 };

    expect(ask(mute, WEB, 'inbound', from)[1]?.outcome).toBe('deny');
    expect(
      ask(mute, WEB, 'outbound', { destination: '10.0.2.9', protocol: 17, destinationPort: 67 })[0]?.outcome,
    ).toBe('deny');
  });

  it('is not that with another VPC’s resolver address, or with a resolver’s neighbour', () => {
    for (const destination of ['10.0.2.2', '10.0.0.3'])
      expect(ask(mute, WEB, 'outbound', { destination, protocol: 17, destinationPort: 53 })[0]?.outcome).toBe(
        'deny',
      );
  });
});

describe('any packet', () => {
  const anyWorld = fc.record({
    webIn: fc.array(anyRule, { maxLength: 4 }),
    webOut: fc.array(anyRule, { maxLength: 4 }),
    dbIn: fc.array(anyRule, { maxLength: 4 }),
    acl: fc.record({ inbound: anyEntries, outbound: anyEntries }),
    list: anyPrefixList,
  });

  const web = networkInterface({ ipv6: ['2001:db8:0:1::5'] });
  const db = { ...DB, ipv6: ['2001:db8:0:2::9'], groups: [...DB.groups, { id: 'sg-0web', name: 'web' }] };

  it('meets at an interface what a plain reading of the rules says', () => {
    fc.assert(
      fc.property(
        anyWorld,
        anyPacket,
        fc.constantFrom('inbound', 'outbound'),
        fc.boolean(),
        (world, one, direction, atDb) => {
          const of = atDb ? db : web;
          const given = network({
            networkInterfaces: [web, db],
            securityGroups: [
              { ...WEB_GROUP, inbound: world.webIn, outbound: world.webOut },
              { ...DB_GROUP, inbound: world.dbIn, outbound: world.webIn },
            ],
            networkAcls: [
              { ...WEB_ACL, ...world.acl },
              { ...DB_ACL, ...world.acl },
            ],
            prefixLists: [world.list],
            subnets: [
              subnet('subnet-0web', '10.0.1.0/24 2001:db8:0:1::/64'),
              subnet('subnet-0db', '10.0.2.0/24 2001:db8:0:2::/64'),
            ],
            vpcs: [vpc('vpc-0aaa', '10.0.0.0/16 2001:db8::/56')],
          });

          const steps = evaluateAtInterface(indexNetwork(given), {
            of,
            direction,
            packet: one,
            isReply: false,
          });
          const groups = steps.find(({ step }) => step.endsWith('groups'));
          const acl = steps.find(({ step }) => step.endsWith('acl'));

          // An address of the VPC that nothing in the configuration has may or may not be a member.
          const allowed = groupsAllow(given, of, direction, one) ? 'allow' : 'deny';
          if (groups?.outcome !== 'unknown') expect(groups?.outcome).toBe(allowed);
          const other = direction === 'inbound' ? one.source : one.destination;
          if (groups?.outcome === 'unknown') expect(other).toMatch(/^10\.0\.|^2001:db8:0:/);
          if (acl?.outcome !== 'skipped')
            expect(acl?.outcome).toBe(aclDecision(world.acl[direction], direction, one).action);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('of an unknown ICMP type is let in only if every type is, and denied only if none is', () => {
    fc.assert(
      fc.property(
        anyWorld,
        anyPacket.filter(({ icmp }) => icmp !== null),
        (world, one) => {
          const given = network({
            networkInterfaces: [web, db],
            securityGroups: [
              { ...WEB_GROUP, inbound: world.webIn },
              { ...DB_GROUP, inbound: world.dbIn },
            ],
            prefixLists: [world.list],
          });
          const question = { of: db, direction: 'inbound', isReply: false } as const;

          const steps = evaluateAtInterface(indexNetwork(given), {
            ...question,
            packet: { ...one, icmp: null },
          });

          const groups = steps.find(({ step }) => step.endsWith('groups'));
          const each = completions(one).map((known) => groupsAllow(given, db, 'inbound', known));
          if (groups?.outcome === 'allow') expect(each).not.toContain(false);
          if (groups?.outcome === 'deny') expect(each).not.toContain(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
