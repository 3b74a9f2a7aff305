import { describe, expect, it } from 'vitest';
import { isAmazonDns, neverMirrored } from '../../../src/analyzers/mirror/never-mirrored.ts';
import { indexed } from '../../kit/networks.ts';

function question(peer: string | null, port: number | null = null, protocol: number | null = null) {
  return { own: '10.0.1.5', peer, port: port === null ? null : { low: port, high: port }, protocol };
}

describe('what Traffic Mirroring never copies', () => {
  it.each([
    ['the instance metadata service', question('169.254.169.254', 80)],
    ['the Amazon Time Sync Service', question('169.254.169.123')],
    ['Windows licence activation', question('169.254.169.250')],
    ['DHCP', question('10.0.1.1', 67)],
    ['DHCPv6', question(null, 547, 17)],
    ['NTP', question('203.0.113.5', 123)],
    ['NTP', question(null, 123, 17)],
  ])('is %s', (what, asked) => {
    expect(neverMirrored(asked)?.what).toBe(what);
    expect(neverMirrored(asked)?.instead).not.toBe('');
  });

  it.each([
    ['an exchange of two hosts', question('10.0.2.9', 5432)],
    ['TCP on the port of NTP', question('10.0.2.9', 123, 6)],
    ['DNS with the resolver, which flow logs never hold', question('169.254.169.253', 53)],
  ])('is not %s', (_, asked) => {
    expect(neverMirrored(asked)).toBeUndefined();
  });
});

describe('DNS with Amazon’s resolver', () => {
  it('is known by the link-local address, and by the VPC’s block', () => {
    expect(isAmazonDns(question('169.254.169.253', 53), null)).toBe(true);
    expect(isAmazonDns(question('10.0.0.2', 53), indexed())).toBe(true);
    expect(isAmazonDns(question('10.0.1.2', 53), indexed())).toBe(false);
  });

  it('is nothing else with the resolver’s address', () => {
    expect(isAmazonDns(question('10.0.0.2', 443), indexed())).toBe(false);
  });

  it('is taken for it where the block is not known and the address looks so', () => {
    expect(isAmazonDns(question('10.0.1.2', 53), null)).toBe(true);
    expect(isAmazonDns(question('10.0.1.9', 53), null)).toBe(false);
  });
});
