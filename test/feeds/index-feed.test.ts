import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexFeed } from '../../src/feeds/index-feed.ts';
import { parseFeed } from '../../src/feeds/parse-feed.ts';
import { cidrContains } from '../../src/record/address.ts';

describe('looking up an address in a feed', () => {
  it('gives the smallest block that holds it', () => {
    const find = indexFeed(parseFeed('203.0.112.0/20\n203.0.113.0/24\n2001:db8::/32').entries);

    expect(find('203.0.113.9')).toBe('203.0.113.0/24');
    expect(find('203.0.112.9')).toBe('203.0.112.0/20');
    expect(find('2001:db8:5::1')).toBe('2001:db8::/32');
    expect(find('198.51.100.1')).toBeNull();
    expect(find('nonsense')).toBeNull();
  });

  it('finds what looking at every entry finds', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(fc.constantFrom(45, 46), octet, octet, octet).map((of) => of.join('.'));
    const block = fc.tuple(address, fc.integer({ min: 8, max: 32 })).map(([of, prefix]) => `${of}/${prefix}`);
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), address, (blocks, wanted) => {
        const { entries } = parseFeed(blocks.join('\n'));
        const holding = entries.filter((entry) => cidrContains(entry.block, wanted));
        const longest = Math.max(...holding.map((entry) => entry.block.prefix));

        const found = indexFeed(entries)(wanted);

        expect(found).toBe(holding.find((entry) => entry.block.prefix === longest)?.block.text ?? null);
      }),
    );
  });
});
