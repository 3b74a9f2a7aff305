import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePacket } from '../../../src/network/evaluate/evaluate-packet.ts';
import { askNetworkAcl } from '../../../src/network/evaluate/network-acl.ts';
import type { Packet } from '../../../src/network/evaluate/packet.ts';
import { fixFor } from '../../../src/network/fix/fix-for.ts';
import type { Network } from '../../../src/network/network.ts';
import type { NetworkAclEntry } from '../../../src/network/network-acl.ts';
import { anyEntries, anyPacket } from '../../kit/any-policy.ts';
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
  networkAcl,
  networkInterface,
  packet,
  route,
  routeTable,
  securityGroup,
  subnet,
  tcp,
  vpc,
  WEB,
  WEB_ACL,
  WEB_GROUP,
} from '../../kit/networks.ts';

function fixIn(changes: Partial<Network>, packetChanges: Partial<Packet> = {}) {
  const index = indexed(changes);
  const { blockedBy } = evaluatePacket(index, { packet: packet(packetChanges) });
  return blockedBy && fixFor(index, blockedBy.step);
}

describe('the fix for a security group', () => {
  const closed = { securityGroups: [WEB_GROUP, { ...DB_GROUP, inbound: [] }] };

  it('lets in one port from one address', () => {
    expect(fixIn(closed)).toEqual({
      command:
        "aws ec2 authorize-security-group-ingress --group-id sg-0db --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,IpRanges=[{CidrIp=10.0.1.5/32}]'",
      effect: 'lets tcp 5432 in from 10.0.1.5/32 through sg-0db',
      caution: 'A rule for the group of 10.0.1.5, sg-0web (web), would hold for all its members.',
    });
  });

  it('lets out one port to one address', () => {
    const mute = { securityGroups: [{ ...WEB_GROUP, outbound: [allow(tcp(80), '0.0.0.0/0')] }, DB_GROUP] };

    expect(fixIn(mute)?.command).toBe(
      "aws ec2 authorize-security-group-egress --group-id sg-0web --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,IpRanges=[{CidrIp=10.0.2.9/32}]'",
    );
  });

  it.each([
    [
      { source: '2001:db8:ffff::5' },
      'IpProtocol=tcp,FromPort=5432,ToPort=5432,Ipv6Ranges=[{CidrIpv6=2001:db8:ffff::5/128}]',
    ],
    [{ protocol: 17 }, 'IpProtocol=udp,FromPort=5432,ToPort=5432,IpRanges=[{CidrIp=10.0.1.5/32}]'],
    [
      { protocol: 1, destinationPort: null },
      'IpProtocol=icmp,FromPort=-1,ToPort=-1,IpRanges=[{CidrIp=10.0.1.5/32}]',
    ],
    [
      { protocol: 1, destinationPort: null, icmp: { type: 8, code: 0 } },
      'IpProtocol=icmp,FromPort=8,ToPort=-1,IpRanges=[{CidrIp=10.0.1.5/32}]',
    ],
    [
      { protocol: 50, destinationPort: null },
      'IpProtocol=50,FromPort=-1,ToPort=-1,IpRanges=[{CidrIp=10.0.1.5/32}]',
    ],
  ])('for %j is as narrow as AWS lets it be', (changes, permission) => {
    const db = { ...DB, ipv6: ['2001:db8:0:2::9'] };
    const destination = 'source' in changes ? '2001:db8:0:2::9' : '10.0.2.9';

    expect(
      fixIn({ ...closed, networkInterfaces: [WEB, db] }, { destination, ...changes })?.command,
    ).toContain(`--ip-permissions '${permission}'`);
  });

  it('says where any of several groups would do', () => {
    const db = { ...DB, groups: [...DB.groups, { id: 'sg-0extra', name: null }] };
    const securityGroups = [WEB_GROUP, { ...DB_GROUP, inbound: [] }, securityGroup({ id: 'sg-0extra' })];

    expect(fixIn({ networkInterfaces: [WEB, db], securityGroups })?.caution).toContain(
      'A rule in any of its groups would do: sg-0db, sg-0extra.',
    );
  });

  it('is none where the port is not known', () => {
    expect(fixIn(closed, { destinationPort: null })).toBeNull();
  });
});

describe('the fix for a network ACL', () => {
  const inDb = (...of: readonly NetworkAclEntry[]) => ({
    networkAcls: [WEB_ACL, { ...DB_ACL, inbound: entries(...of) }],
  });
  const outOfDb = (...of: readonly NetworkAclEntry[]) => ({
    networkAcls: [WEB_ACL, { ...DB_ACL, outbound: entries(...of) }],
  });

  it('opens the port to the client’s subnet, before the denial at the end', () => {
    expect(fixIn(inDb(entry(100, 'allow', tcp(5432), '10.0.7.0/24')))).toEqual({
      command:
        'aws ec2 create-network-acl-entry --network-acl-id acl-0db --ingress --rule-number 110 --protocol 6 --port-range From=5432,To=5432 --cidr-block 10.0.1.0/24 --rule-action allow',
      effect: 'lets tcp 5432 in from 10.0.1.0/24 through acl-0db',
      caution: null,
    });
  });

  it('opens the port to the one address, before a rule that somebody wrote to deny it', () => {
    const denial = entry(90, 'deny', tcp(5432), '10.0.1.0/24');

    expect(fixIn(inDb(denial, entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0')))).toMatchObject({
      command: expect.stringContaining(
        '--rule-number 80 --protocol 6 --port-range From=5432,To=5432 --cidr-block 10.0.1.5/32',
      ),
      caution: 'Somebody wrote rule 90 to deny this: ask why before going past it.',
    });
  });

  it('opens the ports that replies lack, and no others', () => {
    const narrow = outOfDb(entry(100, 'allow', tcp(32_768, 65_535), '0.0.0.0/0'));
    const lambda = { networkInterfaces: [{ ...WEB, type: 'lambda' }, DB] };

    expect(fixIn({ ...narrow, ...lambda }, { sourcePort: null })?.command).toBe(
      'aws ec2 create-network-acl-entry --network-acl-id acl-0db --egress --rule-number 110 --protocol 6 --port-range From=1024,To=32767 --cidr-block 10.0.1.0/24 --rule-action allow',
    );
  });

  it('names IPv6 blocks and ICMP types as the CLI wants them', () => {
    const web = { ...WEB, ipv6: ['2001:db8:0:1::5'] };
    const db = { ...DB, ipv6: ['2001:db8:0:2::9'] };
    const subnets = [
      subnet('subnet-0web', '10.0.1.0/24 2001:db8:0:1::/64'),
      subnet('subnet-0db', '10.0.2.0/24 2001:db8:0:2::/64'),
    ];
    const routeTables = [routeTable({ routes: [route('2001:db8::/56', LOCAL)] })];
    const ping = {
      source: '2001:db8:0:1::5',
      destination: '2001:db8:0:2::9',
      protocol: 58,
      sourcePort: null,
      destinationPort: null,
      icmp: { type: 128, code: 0 },
    };

    expect(fixIn({ ...inDb(), networkInterfaces: [web, db], subnets, routeTables }, ping)?.command).toBe(
      'aws ec2 create-network-acl-entry --network-acl-id acl-0db --ingress --rule-number 100 --protocol 58 --icmp-type-code Type=128,Code=-1 --ipv6-cidr-block 2001:db8:0:1::/64 --rule-action allow',
    );
  });

  it('says how far the network ACL reaches, and when it is full', () => {
    const many = Array.from({ length: 20 }, (_, at) => entry(100 + at, 'allow', tcp(at), '10.0.7.0/24'));
    const acl = { ...DB_ACL, subnetIds: ['subnet-0db', 'subnet-0dc'], inbound: entries(...many) };

    expect(fixIn({ networkAcls: [WEB_ACL, acl] })?.caution).toBe(
      'acl-0db is the network ACL of 2 subnets. It has 20 rules this way; the quota is 20 unless it was raised.',
    );
  });

  it('lets the packet through when it is made', () => {
    const made = (command: string): NetworkAclEntry | undefined => {
      const word = (option: string) => new RegExp(`--${option} (\\S+)`).exec(command)?.[1];
      const ports = /From=(\d+),To=(\d+)/.exec(command);
      const type = /Type=(-?\d+)/.exec(command)?.[1];
      return entry(
        Number(word('rule-number')),
        'allow',
        {
          protocol: Number(word('protocol')),
          ports: ports ? { low: Number(ports[1]), high: Number(ports[2]) } : null,
          icmp: type === undefined ? null : { type: Number(type) === -1 ? null : Number(type), code: null },
        },
        word('cidr-block') ?? word('ipv6-cidr-block') ?? '',
      );
    };
    fc.assert(
      fc.property(anyEntries, anyPacket, (of, one) => {
        const acl = networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'], inbound: of });
        const question = { subnetId: 'subnet-0db', direction: 'inbound', packet: one } as const;
        const step = askNetworkAcl(acl, question);
        fc.pre(step.outcome === 'deny');

        const fix = fixFor(indexed({ networkAcls: [acl] }), step);
        const added = fix && made(fix.command);

        fc.pre(added !== null);
        const inbound = [...of, ...(added ? [added] : [])].sort((a, b) => a.number - b.number);
        expect(askNetworkAcl({ ...acl, inbound }, question).outcome).toBe('allow');
      }),
    );
  });
});

describe('the fix for a route table', () => {
  const far = networkInterface({
    id: 'eni-0far',
    vpcId: 'vpc-0bbb',
    subnetId: 'subnet-0far',
    ipv4: [ipv4('10.9.1.5')],
  });
  const world: Partial<Network> = {
    networkInterfaces: [WEB, far],
    vpcs: [vpc('vpc-0aaa', '10.0.0.0/16'), vpc('vpc-0bbb', '10.9.0.0/16')],
  };
  const toFar = { destination: '10.9.1.5' };
  const peering = {
    id: 'pcx-0aaa',
    name: null,
    status: 'active',
    requester: { vpcId: 'vpc-0aaa', region: null, blocks: [block('10.0.0.0/16')] },
    accepter: { vpcId: 'vpc-0bbb', region: null, blocks: [block('10.9.0.0/16')] },
  };

  it('sends the far VPC’s block over the peering connection that there is', () => {
    expect(fixIn({ ...world, peeringConnections: [peering] }, toFar)).toEqual({
      command:
        'aws ec2 create-route --route-table-id rtb-0main --destination-cidr-block 10.9.0.0/16 --vpc-peering-connection-id pcx-0aaa',
      effect: 'sends 10.9.0.0/16 to pcx-0aaa, which connects the two VPCs',
      caution: 'rtb-0main is the VPC’s main table: every subnet without a table of its own follows it.',
    });
  });

  it('replaces a blackhole for the same block', () => {
    const gone = route('10.9.0.0/16', { kind: 'transit-gateway', id: 'tgw-0aaa' }, { state: 'blackhole' });
    const routeTables = [routeTable({ routes: [gone] })];

    expect(fixIn({ ...world, routeTables, peeringConnections: [peering] }, toFar)?.command).toBe(
      'aws ec2 replace-route --route-table-id rtb-0main --destination-cidr-block 10.9.0.0/16 --vpc-peering-connection-id pcx-0aaa',
    );
  });

  it('sends it over a transit gateway that both VPCs are attached to', () => {
    const attachment = (vpcId: string) => ({
      id: `tgw-attach-${vpcId}`,
      transitGatewayId: 'tgw-0aaa',
      vpcId,
      state: 'available',
      subnetIds: null,
      securityGroupReferencing: null,
    });
    const transitGatewayAttachments = [attachment('vpc-0aaa'), attachment('vpc-0bbb')];

    expect(fixIn({ ...world, transitGatewayAttachments }, toFar)?.command).toContain(
      '--destination-cidr-block 10.9.0.0/16 --transit-gateway-id tgw-0aaa',
    );
  });

  it('does as another table of the VPC does', () => {
    const nat = route('0.0.0.0/0', { kind: 'nat-gateway', id: 'nat-0aaa' });
    const routeTables = [routeTable(), routeTable({ id: 'rtb-0private', main: false, routes: [nat] })];

    expect(fixIn({ routeTables }, { destination: '198.51.100.7' })).toMatchObject({
      command:
        'aws ec2 create-route --route-table-id rtb-0main --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-0aaa',
      effect: 'sends 0.0.0.0/0 to nat-0aaa, as rtb-0private does',
      caution: expect.stringContaining('It opens a way out to the internet.'),
    });
  });

  it('replaces a blackhole that is more specific than what another table does', () => {
    const gone = route('10.9.1.0/24', { kind: 'transit-gateway', id: 'tgw-0gone' }, { state: 'blackhole' });
    const wide = route('10.0.0.0/8', { kind: 'transit-gateway', id: 'tgw-0aaa' });
    const routeTables = [
      routeTable({ routes: [gone] }),
      routeTable({ id: 'rtb-0other', main: false, routes: [wide] }),
    ];

    expect(fixIn({ ...world, routeTables }, toFar)).toMatchObject({
      command:
        'aws ec2 replace-route --route-table-id rtb-0main --destination-cidr-block 10.9.1.0/24 --transit-gateway-id tgw-0aaa',
      effect: 'sends 10.9.1.0/24 to tgw-0aaa, as rtb-0other does',
    });
  });

  it('does not turn a public subnet’s way out for a host without a public address', () => {
    const internet = route('0.0.0.0/0', { kind: 'internet-gateway', id: 'igw-0aaa' });
    const nat = route('0.0.0.0/0', { kind: 'nat-gateway', id: 'nat-0aaa' });
    const routeTables = [
      routeTable({ routes: [internet] }),
      routeTable({ id: 'rtb-0private', main: false, routes: [nat] }),
    ];

    expect(fixIn({ routeTables }, { destination: '198.51.100.7' })).toBeNull();
  });

  it('is none where nothing is seen that could carry the packet', () => {
    expect(fixIn(world, toFar)).toBeNull();
  });
});

describe('the fix for VPC Block Public Access', () => {
  const shown = { ...WEB, ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' })] };
  const world: Partial<Network> = {
    networkInterfaces: [shown],
    securityGroups: [{ ...WEB_GROUP, inbound: [allow(tcp(443), '0.0.0.0/0')] }],
    routeTables: [routeTable({ routes: [route('0.0.0.0/0', { kind: 'internet-gateway', id: 'igw-0aaa' })] })],
    blockMode: 'block-bidirectional',
    blockExclusions: [],
  };

  it('excludes the subnet, only outward where that is enough', () => {
    expect(
      fixIn(world, { source: '198.51.100.7', destination: '10.0.1.5', destinationPort: 443 })?.command,
    ).toBe(
      'aws ec2 create-vpc-block-public-access-exclusion --subnet-id subnet-0web --internet-gateway-exclusion-mode allow-bidirectional',
    );
    expect(fixIn(world, { destination: '198.51.100.7', destinationPort: 443 })?.command).toContain(
      '--internet-gateway-exclusion-mode allow-egress',
    );
  });
});

describe('what lets the packet through', () => {
  it('needs no fix', () => {
    const index = indexed();
    const { request } = evaluatePacket(index, { packet: packet() });

    expect(request.map((step) => fixFor(index, step))).toEqual([null, null, null, null, null]);
  });
});
