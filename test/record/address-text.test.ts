import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpAddress } from '../../src/record/address.ts';
import { isAddressText } from '../../src/record/address-text.ts';

function isAddress(text: string): boolean {
  return isAddressText(text, 0, text.length);
}

/** Text made of what addresses are made of, so that near misses are common. */
const addressLike = fc
  .array(
    fc.constantFrom(
      '0',
      '1',
      '9',
      '25',
      '255',
      '256',
      '2001',
      'db8',
      'f',
      'fe80',
      '00',
      'g',
      '.',
      '.',
      ':',
      ':',
      '::',
    ),
    {
      minLength: 1,
      maxLength: 16,
    },
  )
  .map((parts) => parts.join(''));

describe('isAddressText', () => {
  it('takes every IPv4 and IPv6 address', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => isAddress(text)));
  });

  it('says what ipaddr.js says of text that looks like an address', () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        expect(isAddress(text)).toBe(parseIpAddress(text) !== undefined);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    '',
    '-',
    '1',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '1.2.3.4.5',
    '::1::',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
  ])('refuses %j', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it('looks at nothing outside its stretch of the line', () => {
    expect(isAddressText('x10.0.0.1 2', 1, 9)).toBe(true);
  });
});
