import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameValue } from '../../src/query/predicate.ts';
import { type IpAddress, parseIpAddress } from '../../src/record/address.ts';

function address(text: string): IpAddress {
  return parseIpAddress(text) ?? expect.fail(`${text} is no address`);
}

/** One address in several ways, and others beside it. */
const TEXTS = [
  ...['10.0.1.5', '10.0.1.05', '10.0.1.6', '10.0.1', '::ffff:10.0.1.5', '::ffff:a00:105'],
  ...['2001:db8::1', '2001:DB8::1', '2001:0db8:0:0:0:0:0:1', '2001:db8::2', '::', 'web-1', '-', ''],
];

describe('the value of a record', () => {
  it('is that address in whichever way it is written', () => {
    expect(sameValue('2001:0DB8:0:0::1', address('2001:db8::1'))).toBe(true);
    expect(sameValue('10.0.1.5', address('10.0.1.5'))).toBe(true);
  });

  it('is that address exactly where it reads as it', () => {
    const addresses = TEXTS.flatMap((text) => parseIpAddress(text) ?? []);
    const texts = fc.oneof(fc.constantFrom(...TEXTS), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(texts, fc.constantFrom(...addresses), (text, wanted) => {
        expect(sameValue(text, wanted)).toBe(parseIpAddress(text)?.text === wanted.text);
      }),
    );
  });

  it('is no address where there is none', () => {
    for (const nothing of [null, undefined, 10]) expect(sameValue(nothing, address('10.0.1.5'))).toBe(false);
  });
});
