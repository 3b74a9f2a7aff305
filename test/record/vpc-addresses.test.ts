import { describe, expect, it } from 'vitest';
import { type Cidr, parseCidr } from '../../src/record/address.ts';
import { isVpcResolver, reservedAddressIn } from '../../src/record/vpc-addresses.ts';

function block(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new TypeError(`${text} is no block`);
  return cidr;
}

describe('reservedAddressIn', () => {
  it.each([
    ['10.0.1.0/24', '10.0.1.0', 'network'],
    ['10.0.1.0/24', '10.0.1.1', 'router'],
    ['10.0.1.0/24', '10.0.1.2', 'resolver'],
    ['10.0.1.0/24', '10.0.1.3', 'future-use'],
    ['10.0.1.0/24', '10.0.1.255', 'broadcast'],
    ['10.0.1.16/28', '10.0.1.17', 'router'],
    ['172.31.0.0/16', '172.31.255.255', 'broadcast'],
  ])('in %s, %s is the %s', (subnet, address, use) => {
    expect(reservedAddressIn(block(subnet), address)).toBe(use);
  });

  it.each([
    ['10.0.1.0/24', '10.0.1.4'],
    ['10.0.1.0/24', '10.0.2.1'],
    ['2001:db8::/64', '2001:db8::1'],
    ['10.0.1.0/24', 'nonsense'],
  ])('in %s, %s is nobody’s in particular', (subnet, address) => {
    expect(reservedAddressIn(block(subnet), address)).toBeUndefined();
  });
});

describe('isVpcResolver', () => {
  it('is the base of the VPC plus two', () => {
    expect([
      isVpcResolver(block('10.0.0.0/16'), '10.0.0.2'),
      isVpcResolver(block('10.0.0.0/16'), '10.0.1.2'),
    ]).toEqual([true, false]);
  });
});
