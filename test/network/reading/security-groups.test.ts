import { describe, expect, it } from 'vitest';
import { mergeSecurityGroups } from '../../../src/network/reading/merged-groups.ts';
import { readSecurityGroupRules } from '../../../src/network/reading/security-group-rules.ts';
import { readSecurityGroups } from '../../../src/network/reading/security-groups.ts';
import { peerText } from '../../../src/network/security-group.ts';
import { trafficText } from '../../../src/network/traffic.ts';
import { allow, securityGroup, tcp } from '../../kit/networks.ts';

const source = 'groups.json';

function described(permission: object) {
  const { things, notes } = readSecurityGroups({
    source,
    body: { SecurityGroups: [{ GroupId: 'sg-0aaa', GroupName: 'web', IpPermissions: [permission] }] },
  });
  expect(notes).toEqual([]);
  return things[0]?.inbound ?? [];
}

function fromRule(rule: object) {
  const body = { SecurityGroupRules: [{ GroupId: 'sg-0aaa', IsEgress: false, ...rule }] };
  const { things, notes } = readSecurityGroupRules({ source, body });
  expect(notes).toEqual([]);
  return things[0]?.inbound ?? [];
}

describe('a permission of describe-security-groups', () => {
  it('is one rule for each block, prefix list and group it names', () => {
    const rules = described({
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5433,
      IpRanges: [{ CidrIp: '10.0.1.0/24', Description: 'web' }, { CidrIp: '10.0.3.7/32' }],
      Ipv6Ranges: [{ CidrIpv6: '2001:DB8::/32' }],
      PrefixListIds: [{ PrefixListId: 'pl-0aaa' }],
      UserIdGroupPairs: [{ GroupId: 'sg-0bbb', UserId: '123456789012' }],
    });

    expect(rules.map((rule) => `${trafficText(rule)} ${peerText(rule.peer)}`)).toEqual([
      'tcp 5432–5433 10.0.1.0/24',
      'tcp 5432–5433 10.0.3.7/32',
      'tcp 5432–5433 2001:db8::/32',
      'tcp 5432–5433 pl-0aaa',
      'tcp 5432–5433 sg-0bbb',
    ]);
    expect(rules[0]?.description).toBe('web');
  });

  it.each([
    [{ IpProtocol: '-1' }, 'all traffic'],
    [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }, 'tcp'],
    [{ IpProtocol: '6', FromPort: 22, ToPort: 22 }, 'tcp 22'],
    [{ IpProtocol: 'tcp', FromPort: -1, ToPort: -1 }, 'tcp'],
    [{ IpProtocol: 'udp' }, 'udp'],
    [{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }, 'icmp'],
    [{ IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, 'icmp type 8'],
    [{ IpProtocol: 'icmp', FromPort: 3, ToPort: 4 }, 'icmp type 3 code 4'],
    [{ IpProtocol: 'icmpv6' }, 'icmpv6'],
    [{ IpProtocol: '58', FromPort: 128, ToPort: 0 }, 'icmpv6 type 128 code 0'],
    // Ports of a protocol other than TCP, UDP, ICMP and ICMPv6 have no effect.
    [{ IpProtocol: '132', FromPort: 22, ToPort: 22 }, 'sctp'],
  ])('%j is about %s', (permission, text) => {
    const [rule] = described({ ...permission, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });

    expect(rule && trafficText(rule)).toBe(text);
  });

  it('that is broken leaves out its group, because half of its rules would give a wrong answer', () => {
    const body = {
      SecurityGroups: [
        {
          GroupId: 'sg-0aaa',
          IpPermissions: [
            { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
            { IpProtocol: 'tcpp', IpRanges: [] },
          ],
        },
        { GroupId: 'sg-0bbb' },
      ],
    };

    const { things, notes } = readSecurityGroups({ source, body });

    expect(things.map(({ id }) => id)).toEqual(['sg-0bbb']);
    expect(notes).toEqual([
      'groups.json: sg-0aaa is left out: IpPermissions.1.IpProtocol: tcpp is no protocol.',
    ]);
  });
});

describe('a rule of describe-security-group-rules', () => {
  it('has its id, and the VPC and state of a peering that its reference goes over', () => {
    const ReferencedGroupInfo = { GroupId: 'sg-0bbb', VpcId: 'vpc-0bbb', PeeringStatus: 'deleted' };

    const rules = fromRule({
      SecurityGroupRuleId: 'sgr-0aaa',
      IpProtocol: '-1',
      FromPort: -1,
      ToPort: -1,
      ReferencedGroupInfo,
    });

    expect(rules).toEqual([
      {
        id: 'sgr-0aaa',
        protocol: null,
        ports: null,
        icmp: null,
        peer: { kind: 'security-group', id: 'sg-0bbb', vpcId: 'vpc-0bbb', peeringStatus: 'deleted' },
        description: null,
      },
    ]);
  });

  it.each([
    [{ CidrIpv4: '10.0.0.0/8' }, '10.0.0.0/8'],
    [{ CidrIpv6: '::/0' }, '::/0'],
    [{ PrefixListId: 'pl-0aaa' }, 'pl-0aaa'],
  ])('%j is about %s', (given, text) => {
    const [rule] = fromRule({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...given });

    expect(rule && peerText(rule.peer)).toBe(text);
  });

  it('that is broken leaves out the rules of its group and no other', () => {
    const good = { GroupId: 'sg-0bbb', IsEgress: true, IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' };
    const body = {
      SecurityGroupRules: [
        { ...good, GroupId: 'sg-0aaa' },
        { ...good, GroupId: 'sg-0aaa', CidrIpv4: null },
        good,
      ],
    };

    const { things, notes } = readSecurityGroupRules({ source, body });

    expect(things.map(({ id }) => id)).toEqual(['sg-0bbb']);
    expect(notes).toEqual([
      'groups.json: the rules of sg-0aaa are left out: it names no source or destination.',
    ]);
  });

  it('that does not say whose it is leaves none to be trusted', () => {
    const { things, notes } = readSecurityGroupRules({
      source,
      body: { SecurityGroupRules: [{ IsEgress: true }] },
    });

    expect(things).toEqual([]);
    expect(notes).toHaveLength(1);
  });
});

describe('the two descriptions of the same groups', () => {
  const withoutIds = securityGroup({ inbound: [allow(tcp(443), '0.0.0.0/0')], outbound: [] });
  const withIds = {
    ...withoutIds,
    name: null,
    vpcId: null,
    inbound: [allow(tcp(443), '0.0.0.0/0', 'sgr-0aaa')],
  };

  it('give names from the one and the ids of rules from the other', () => {
    const { things, notes } = mergeSecurityGroups([withoutIds], [withIds]);

    expect(things).toEqual([{ ...withoutIds, inbound: withIds.inbound }]);
    expect(notes).toEqual([]);
  });

  it('that do not agree let through what either does, with a note', () => {
    const further = { ...withoutIds, inbound: [...withoutIds.inbound, allow(tcp(80), '0.0.0.0/0')] };

    const { things, notes } = mergeSecurityGroups([further], [withIds]);

    expect(things[0]?.inbound.map(({ id }) => id)).toEqual(['sgr-0aaa', null]);
    expect(notes).toEqual([
      'sg-0web: describe-security-groups and describe-security-group-rules do not list the same rules; what either allows counts as allowed.',
    ]);
  });

  it('add up where each has groups that the other has not', () => {
    const { things } = mergeSecurityGroups([withoutIds], [{ ...withIds, id: 'sg-0other' }]);

    expect(things.map(({ id }) => id)).toEqual(['sg-0web', 'sg-0other']);
  });
});
