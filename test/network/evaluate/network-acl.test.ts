import { describe, expect, it } from 'vitest';
import { askNetworkAcl, evaluateNetworkAcl } from '../../../src/network/evaluate/network-acl.ts';
import type { NetworkAclEntry } from '../../../src/network/network-acl.ts';
import { ALL_TRAFFIC, entries, entry, indexed, networkAcl, packet, tcp } from '../../kit/networks.ts';

const SUBNET = { subnetId: 'subnet-0db', direction: 'inbound' } as const;

function inbound(...of: readonly NetworkAclEntry[]) {
  return networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'], inbound: entries(...of) });
}

describe('a network ACL', () => {
  it('is decided by the lowest number that matches, whatever higher ones say', () => {
    const acl = inbound(
      entry(90, 'deny', tcp(5432), '10.0.1.0/24'),
      entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0'),
    );

    expect(askNetworkAcl(acl, { ...SUBNET, packet: packet() })).toMatchObject({
      step: 'inbound-network-acl',
      outcome: 'deny',
      aclId: 'acl-0db',
      rule: '90',
      because: 'inbound rule 90 denies tcp 5432 from 10.0.1.5',
    });
  });

  it('denies at its end what no rule allows', () => {
    const acl = inbound(entry(100, 'allow', tcp(5432), '10.0.7.0/24'));

    expect(askNetworkAcl(acl, { ...SUBNET, packet: packet() })).toMatchObject({
      outcome: 'deny',
      rule: '*',
      because: 'no inbound rule allows tcp 5432 from 10.0.1.5',
    });
  });

  it('looks at the destination’s port and at the other end’s address: of what goes out, the destination', () => {
    const acl = networkAcl({ outbound: entries(entry(100, 'allow', tcp(49_152), '10.0.1.0/24')) });
    const reply = packet({
      source: '10.0.2.9',
      destination: '10.0.1.5',
      sourcePort: 5432,
      destinationPort: 49_152,
    });

    expect(
      askNetworkAcl(acl, { subnetId: 'subnet-0db', direction: 'outbound', packet: reply }),
    ).toMatchObject({
      outcome: 'allow',
      rule: '100',
      because: 'outbound rule 100 allows tcp 49152 to 10.0.1.5',
    });
  });

  it('lets through part of the ports that a NAT gateway’s connections come back to', () => {
    const acl = networkAcl({ outbound: entries(entry(100, 'allow', tcp(32_768, 65_535), '0.0.0.0/0')) });
    const reply = packet({ source: '10.0.2.9', destination: '10.0.1.5', destinationPort: null });

    const step = askNetworkAcl(acl, {
      subnetId: 'subnet-0db',
      direction: 'outbound',
      packet: reply,
      ports: { low: 1024, high: 65_535 },
    });

    expect(step).toMatchObject({
      outcome: 'partly',
      rule: null,
      because: 'outbound, to 10.0.1.5: rule * denies tcp 1024–32767, rule 100 allows tcp 32768–65535',
    });
    expect(step.ports.map(({ low, high, outcome }) => [low, high, outcome])).toEqual([
      [1024, 32_767, 'deny'],
      [32_768, 65_535, 'allow'],
    ]);
  });

  it('cannot be told apart by a type that flow logs do not record', () => {
    const acl = inbound(
      entry(100, 'allow', { protocol: 1, ports: null, icmp: { type: 8, code: null } }, '0.0.0.0/0'),
    );
    const ping = packet({ protocol: 1, sourcePort: null, destinationPort: null });

    expect(askNetworkAcl(acl, { ...SUBNET, packet: ping })).toMatchObject({
      outcome: 'unknown',
      rule: null,
      because: 'inbound rules tell ICMP types apart, and the type of icmp from 10.0.1.5 is not known',
    });
    expect(askNetworkAcl(acl, { ...SUBNET, packet: { ...ping, icmp: { type: 8, code: 0 } } })).toMatchObject({
      outcome: 'allow',
      rule: '100',
    });
  });

  it('is certain without the type where every rule says the same', () => {
    const acl = inbound(
      entry(90, 'deny', { protocol: 1, ports: null, icmp: { type: 8, code: null } }, '0.0.0.0/0'),
    );
    const ping = packet({ protocol: 1, sourcePort: null, destinationPort: null });

    expect(askNetworkAcl(acl, { ...SUBNET, packet: ping })).toMatchObject({
      outcome: 'deny',
      rule: null,
      because: 'every inbound rule that may match icmp from 10.0.1.5 would deny it',
    });
  });

  it('has rules for IPv4 that do not hold for IPv6', () => {
    const acl = inbound(entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0'));
    const ipv6 = packet({ source: '2001:db8:0:1::5', destination: '2001:db8:0:2::9' });

    expect(askNetworkAcl(acl, { ...SUBNET, packet: ipv6 })).toMatchObject({ outcome: 'deny', rule: '*' });
  });
});

describe('the network ACL of a subnet', () => {
  it('is the one that is associated with it', () => {
    expect(evaluateNetworkAcl(indexed(), { ...SUBNET, packet: packet() })).toMatchObject({
      outcome: 'allow',
      aclId: 'acl-0db',
    });
  });

  it.each([
    [
      'subnet-0other',
      'no network ACL in the configuration is associated with subnet-0other, though every subnet has one',
    ],
    [null, 'the subnet is not known'],
  ])('of %s is not known', (subnetId, because) => {
    expect(evaluateNetworkAcl(indexed(), { ...SUBNET, subnetId, packet: packet() })).toMatchObject({
      outcome: 'unknown',
      aclId: null,
      because,
    });
  });
});
