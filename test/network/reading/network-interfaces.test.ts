import { describe, expect, it } from 'vitest';
import { primaryAddress } from '../../../src/network/network-interface.ts';
import { readNetworkInterfaces } from '../../../src/network/reading/network-interfaces.ts';

const source = 'interfaces.json';

function read(changes: object) {
  const body = { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-0aaa', ...changes }] };
  const { things, notes } = readNetworkInterfaces({ source, body });
  return { of: things[0], notes };
}

describe('a network interface', () => {
  it('has primary, secondary and public IPv4 addresses, IPv6 addresses and delegated prefixes', () => {
    const { of, notes } = read({
      PrivateIpAddress: '10.0.1.5',
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.1.5', Primary: true, Association: { PublicIp: '203.0.113.7' } },
        { PrivateIpAddress: '10.0.1.6', Primary: false },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:DB8:0:0::5' }],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.64/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:1::/80' }],
    });

    expect(notes).toEqual([]);
    expect(of?.ipv4).toEqual([
      { address: '10.0.1.5', primary: true, publicAddress: '203.0.113.7' },
      { address: '10.0.1.6', primary: false, publicAddress: null },
    ]);
    expect(of?.ipv6).toEqual(['2001:db8::5']);
    expect(of?.prefixes.map(({ text }) => text)).toEqual(['10.0.1.64/28', '2001:db8:0:1::/80']);
    expect(of && primaryAddress(of)).toBe('10.0.1.5');
  });

  it('has its one address where AWS lists no others', () => {
    const { of } = read({ PrivateIpAddress: '10.0.1.5', Association: { PublicIp: '203.0.113.7' } });

    expect(of?.ipv4).toEqual([{ address: '10.0.1.5', primary: true, publicAddress: '203.0.113.7' }]);
  });

  it.each([
    ['as the CLI prints it', '2026-05-30T03:07:46+00:00'],
    ['as the SDK returns it', new Date('2026-05-30T03:07:46Z')],
  ])('was attached at a time, %s', (_, AttachTime) => {
    const { of } = read({ Attachment: { InstanceId: 'i-0aaa', AttachTime } });

    expect(of).toMatchObject({ instanceId: 'i-0aaa', attachedAt: 1_780_110_466 });
  });

  it('is of a type that is spelled one way', () => {
    expect(read({ InterfaceType: 'natGateway' }).of?.type).toBe('nat_gateway');
    expect(read({ InterfaceType: 'nat_gateway' }).of?.type).toBe('nat_gateway');
    expect(read({}).of?.type).toBe('interface');
  });

  it('with an address that is none is left out', () => {
    const { of, notes } = read({ PrivateIpAddress: '10.0.1' });

    expect(of).toBeUndefined();
    expect(notes).toEqual([
      'interfaces.json: eni-0aaa is left out: PrivateIpAddress: 10.0.1 is no IP address.',
    ]);
  });
});
