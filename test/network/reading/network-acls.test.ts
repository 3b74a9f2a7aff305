import { describe, expect, it } from 'vitest';
import { ruleText } from '../../../src/network/network-acl.ts';
import { readNetworkAcls } from '../../../src/network/reading/network-acls.ts';
import { trafficText } from '../../../src/network/traffic.ts';

const source = 'acls.json';

function aclWith(...Entries: readonly object[]) {
  const acl = {
    NetworkAclId: 'acl-0aaa',
    VpcId: 'vpc-0aaa',
    Associations: [{ SubnetId: 'subnet-0aaa' }],
    Entries,
  };
  return readNetworkAcls({ source, body: { NetworkAcls: [acl] } });
}

const ENTRY = {
  RuleNumber: 100,
  Egress: false,
  RuleAction: 'allow',
  Protocol: '6',
  CidrBlock: '10.0.1.0/24',
};

describe('a network ACL', () => {
  it('has its entries in the order they are evaluated, each way apart', () => {
    const { things, notes } = aclWith(
      { ...ENTRY, RuleNumber: 32_767, RuleAction: 'deny', Protocol: '-1' },
      { ...ENTRY, RuleNumber: 200 },
      { ...ENTRY, RuleNumber: 90, Egress: true },
      { ...ENTRY, RuleNumber: 100 },
    );

    expect(notes).toEqual([]);
    expect(things[0]?.inbound.map(({ number }) => number)).toEqual([100, 200, 32_767]);
    expect(things[0]?.outbound.map(({ number }) => number)).toEqual([90]);
    expect(things[0]?.subnetIds).toEqual(['subnet-0aaa']);
  });

  it.each([
    [{ Protocol: '6', PortRange: { From: 1024, To: 65_535 } }, 'tcp 1024–65535'],
    [{ Protocol: '17' }, 'udp'],
    [{ Protocol: '-1' }, 'all traffic'],
    [{ Protocol: '1', IcmpTypeCode: { Type: -1, Code: -1 } }, 'icmp'],
    [{ Protocol: '1', IcmpTypeCode: { Type: 3, Code: 4 } }, 'icmp type 3 code 4'],
    [{ Protocol: '58', IcmpTypeCode: { Type: 128, Code: -1 } }, 'icmpv6 type 128'],
    [{ Protocol: '50' }, 'esp'],
    [{ Protocol: 'tcp', PortRange: { From: 22, To: 22 } }, 'tcp 22'],
  ])('entry %j is about %s', (given, text) => {
    const [acl] = aclWith({ ...ENTRY, ...given }).things;
    const [read] = acl?.inbound ?? [];

    expect(read && trafficText(read)).toBe(text);
  });

  it('with an entry that cannot be read is left out whole', () => {
    const { things, notes } = aclWith(ENTRY, { ...ENTRY, CidrBlock: undefined });

    expect(things).toEqual([]);
    expect(notes).toEqual(['acls.json: acl-0aaa is left out: Entries.1: it names no CIDR block.']);
  });

  it('shows the unchangeable denials as *, of IPv4 and of IPv6', () => {
    expect([100, 32_766, 32_767, 32_768].map(ruleText)).toEqual(['100', '32766', '*', '*']);
  });
});
