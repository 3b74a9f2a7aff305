import { describe, expect, it } from 'vitest';
import { knownNames } from '../../../src/network/find/named-things.ts';
import { type NetworkSubject, resolveSubject } from '../../../src/network/find/resolve-subject.ts';
import { parseIpAddress } from '../../../src/record/address.ts';
import { block, DB, indexed, ipv4, networkInterface, subnet, WEB, WEB_GROUP } from '../../kit/networks.ts';

const SHOWN = networkInterface({
  id: 'eni-0shown',
  name: 'edge',
  instanceId: 'i-0edge',
  ipv4: [ipv4('10.0.1.7', { publicAddress: '203.0.113.7' }), ipv4('10.0.1.8', { primary: false })],
  ipv6: ['2001:db8::7'],
  prefixes: [block('10.0.1.64/28')],
});

const index = indexed({
  networkInterfaces: [WEB, DB, SHOWN],
  subnets: [subnet('subnet-0web', '10.0.1.0/24', { name: 'public-a' })],
});

function address(text: string): NetworkSubject {
  const parsed = parseIpAddress(text);
  if (!parsed) throw new TypeError(`${text} is no address`);
  return parsed;
}

describe('an address', () => {
  it('stands for its interface, and for the address that an internet gateway translates it to', () => {
    expect(resolveSubject(index, address('203.0.113.7'))).toEqual({
      kind: 'one',
      name: 'edge',
      interfaces: [SHOWN],
      addresses: ['203.0.113.7', '10.0.1.7'],
      blocks: [],
    });
  });

  it('does not stand for the other addresses of its interface', () => {
    expect(resolveSubject(index, address('10.0.1.8'))).toMatchObject({ addresses: ['10.0.1.8'] });
  });

  it('that nothing has stands for itself', () => {
    expect(resolveSubject(index, address('198.51.100.1'))).toEqual({
      kind: 'one',
      name: null,
      interfaces: [],
      addresses: ['198.51.100.1'],
      blocks: [],
    });
  });
});

describe('a resource', () => {
  it.each([
    ['network-interface', 'eni-0shown', ['eni-0shown'], 'edge'],
    ['instance', 'i-0edge', ['eni-0shown'], 'edge'],
    ['security-group', 'sg-0web', ['eni-0web', 'eni-0shown'], 'web'],
    ['subnet', 'subnet-0web', ['eni-0web', 'eni-0shown'], 'public-a'],
    ['vpc', 'vpc-0aaa', ['eni-0web', 'eni-0db', 'eni-0shown'], null],
  ] as const)('%s %s stands for its interfaces', (kind, id, interfaces, name) => {
    const resolution = resolveSubject(index, { kind, id });

    expect(resolution).toMatchObject({ kind: 'one', name });
    expect('interfaces' in resolution && resolution.interfaces.map((of) => of.id)).toEqual(interfaces);
  });

  it('has every address and block that records may show', () => {
    expect(resolveSubject(index, { kind: 'network-interface', id: 'eni-0shown' })).toMatchObject({
      addresses: ['10.0.1.7', '203.0.113.7', '10.0.1.8', '2001:db8::7'],
      blocks: [block('10.0.1.64/28')],
    });
  });

  it('that is not there is none', () => {
    expect(resolveSubject(index, { kind: 'instance', id: 'i-0gone' })).toEqual({
      kind: 'none',
      because: 'the configuration has no instance i-0gone',
    });
  });

  it('without an interface is none', () => {
    const empty = indexed({ securityGroups: [{ ...WEB_GROUP, id: 'sg-0empty' }] });

    expect(resolveSubject(empty, { kind: 'security-group', id: 'sg-0empty' })).toEqual({
      kind: 'none',
      because: 'no network interface in the configuration belongs to sg-0empty',
    });
  });

  it('is not known where the interfaces were not read', () => {
    const unread = indexed({ networkInterfaces: null });

    expect(resolveSubject(unread, { kind: 'instance', id: 'i-0edge' })).toEqual({
      kind: 'not-known',
      because: 'the network interfaces were not read',
    });
  });
});

describe('a block', () => {
  it('stands for the interfaces with an address in it', () => {
    const resolution = resolveSubject(index, block('10.0.1.0/24'));

    expect('interfaces' in resolution && resolution.interfaces).toEqual([WEB, SHOWN]);
    expect(resolution).toMatchObject({ blocks: [block('10.0.1.0/24')] });
  });
});

describe('a name', () => {
  const twins = indexed({
    networkInterfaces: [WEB, networkInterface({ id: 'eni-0web2', ipv4: [ipv4('10.0.1.6')] }), DB],
    subnets: [subnet('subnet-0db', '10.0.2.0/24', { name: 'db-1' })],
  });

  it('stands for the host that has it, before a subnet of the same name', () => {
    const resolution = resolveSubject(twins, { kind: 'name', name: 'db-1' });

    expect(resolution).toMatchObject({ kind: 'one', name: 'db-1', interfaces: [DB] });
  });

  it('may be several hosts’, and says which', () => {
    const resolution = resolveSubject(twins, { kind: 'name', name: 'web-1' });

    expect(resolution).toMatchObject({
      kind: 'several',
      things: [
        { kind: 'network-interface', id: 'eni-0web', name: 'web-1' },
        { kind: 'network-interface', id: 'eni-0web2', name: 'web-1' },
      ],
      addresses: ['10.0.1.5', '10.0.1.6'],
    });
  });

  it('is found in any case, if none is spelled exactly so', () => {
    expect(resolveSubject(twins, { kind: 'name', name: 'DB-1' })).toMatchObject({ interfaces: [DB] });
  });

  it('may be an instance’s or a group’s', () => {
    const named = indexed({ networkInterfaces: [SHOWN], instances: [{ id: 'i-0edge', name: 'gate' }] });

    expect(resolveSubject(named, { kind: 'name', name: 'gate' })).toMatchObject({ interfaces: [SHOWN] });
    expect(resolveSubject(named, { kind: 'name', name: 'web' })).toMatchObject({ interfaces: [SHOWN] });
  });

  it('that nothing has is none, and the names that there are can be listed', () => {
    expect(resolveSubject(twins, { kind: 'name', name: 'webb' })).toEqual({
      kind: 'none',
      because: 'nothing in the configuration is named webb',
    });
    expect(knownNames(twins)).toEqual(['web-1', 'db-1', 'web', 'db']);
  });
});
