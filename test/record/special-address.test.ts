import { describe, expect, it } from 'vitest';
import { specialAddress } from '../../src/record/special-address.ts';

describe('an address that is nobody’s on the internet', () => {
  it.each([
    ['10.0.1.5', 'private (RFC 1918)'],
    ['172.31.255.255', 'private (RFC 1918)'],
    ['192.168.0.1', 'private (RFC 1918)'],
    ['100.64.0.1', 'shared address space (RFC 6598)'],
    ['169.254.1.1', 'link-local (RFC 3927)'],
    ['169.254.169.254', 'instance metadata service, link-local'],
    ['203.0.113.9', 'for documentation (RFC 5737)'],
    ['224.0.0.251', 'multicast (RFC 1112)'],
    ['fd12::1', 'unique local (RFC 4193)'],
    ['fd00:ec2::254', 'AWS service inside the VPC, unique local'],
    ['fe80::1', 'link-local (RFC 4291)'],
    ['2001:db8::7', 'for documentation (RFC 3849)'],
  ])('%s is %s', (address, what) => {
    expect(specialAddress(address)).toBe(what);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', 'not an address'])(
    'is not %s',
    (text) => {
      expect(specialAddress(text)).toBeUndefined();
    },
  );
});
