import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWiderThanVpc,
  patternsOfBlock,
  subnetBlocksAround,
  vpcBlocksResolvedAt,
} from '../../../src/backends/ec2/network/address-patterns.ts';
import { cidrContains } from '../../../src/record/address.ts';
import { block } from '../../kit/networks.ts';

function matches(pattern: string, address: string): boolean {
  return pattern.endsWith('*') ? address.startsWith(pattern.slice(0, -1)) : address === pattern;
}

const anyIpv4 = fc
  .tuple(fc.constantFrom(10, 172), fc.nat(255), fc.nat(255), fc.nat(255))
  .map((octets) => octets.join('.'));

describe('the patterns of a block', () => {
  it.each([
    ['10.0.0.0/16', ['10.0.*']],
    ['10.0.1.0/24', ['10.0.1.*']],
    ['10.0.16.0/22', ['10.0.16.*', '10.0.17.*', '10.0.18.*', '10.0.19.*']],
    ['10.0.1.4/30', ['10.0.1.4', '10.0.1.5', '10.0.1.6', '10.0.1.7']],
    ['10.0.1.5/32', ['10.0.1.5']],
    ['2600:1f18:a:101::/64', ['2600:1f18:a:101:*']],
    ['2600:1f18:a:100::/56', ['2600:1f18:a:*']],
    ['2600:1f18:0:101::/64', ['2600:1f18:*']],
    ['2600:1f18::5/128', ['2600:1f18::5']],
  ])('of %s are %j', (text, patterns) => {
    expect(patternsOfBlock(block(text))).toEqual(patterns);
  });

  it('match an IPv4 address exactly when the block holds it', () => {
    fc.assert(
      fc.property(anyIpv4, anyIpv4, fc.integer({ min: 16, max: 32 }), (base, address, prefix) => {
        const of = block(`${base}/${prefix}`);
        expect(patternsOfBlock(of).some((pattern) => matches(pattern, address))).toBe(
          cidrContains(of, address),
        );
      }),
    );
  });
});

describe('the blocks around an address', () => {
  it('are all that a subnet can have', () => {
    const blocks = subnetBlocksAround('10.0.2.200');

    expect(blocks).toHaveLength(13);
    expect(blocks).toContain('10.0.0.0/16');
    expect(blocks).toContain('10.0.2.0/24');
    expect(blocks).toContain('10.0.2.192/28');
    expect(subnetBlocksAround('2600:1f18:a:101::5')).toContain('2600:1f18:a:101::/64');
    expect(subnetBlocksAround('nonsense')).toEqual([]);
  });

  it('hold the resolver where the address is the base plus two', () => {
    expect(vpcBlocksResolvedAt('10.0.0.2')).toContain('10.0.0.0/16');
    expect(vpcBlocksResolvedAt('10.0.1.18')).toEqual(['10.0.1.16/28']);
    expect(vpcBlocksResolvedAt('10.0.1.5')).toEqual([]);
  });

  it('are no larger than a VPC can be', () => {
    expect(isWiderThanVpc(block('10.0.0.0/8'))).toBe(true);
    expect(isWiderThanVpc(block('10.0.0.0/16'))).toBe(false);
    expect(isWiderThanVpc(block('2600::/16'))).toBe(true);
  });
});
