import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressNumber, blockContains, blockOfOne, indexBlocks } from '../../src/network/block.ts';
import { cidrContains, parseCidr, parseIpAddress } from '../../src/record/address.ts';
import { block } from '../kit/networks.ts';

const anyAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV6().filter((text) => parseIpAddress(text) !== undefined),
);

const anyBlock = fc
  .tuple(anyAddress, fc.nat(128))
  .map(([address, prefix]) => parseCidr(`${address}/${address.includes(':') ? prefix : prefix % 33}`))
  .filter((of) => of !== undefined);

function numberOf(text: string) {
  const number = addressNumber(text);
  if (!number) throw new TypeError(`${text} is no address`);
  return number;
}

describe('addressNumber', () => {
  it('reads IPv4 and IPv6', () => {
    expect(addressNumber('10.0.1.5')).toEqual({ family: 4, value: 0x0a000105n });
    expect(addressNumber('2001:db8::1')).toEqual({ family: 6, value: 0x20010db8000000000000000000000001n });
  });

  it.each(['', '10.0.1', '10.0.1.256', '010.0.1.5', 'db-1', '2001:db8::g', 'fe80::1%eth0'])(
    'takes %j for no address',
    (text) => {
      expect(addressNumber(text)).toBeUndefined();
    },
  );

  it('agrees with the reading of records on what an address is', () => {
    fc.assert(
      fc.property(fc.oneof(anyAddress, fc.string()), (text) => {
        expect(addressNumber(text)?.family).toBe(parseIpAddress(text)?.family);
      }),
    );
  });
});

describe('a block', () => {
  it('contains the addresses that it contains in queries', () => {
    fc.assert(
      fc.property(anyBlock, anyAddress, (of, address) => {
        expect(blockContains(of, numberOf(address))).toBe(cidrContains(of, address));
      }),
    );
  });

  it('contains its first and last address and not the next', () => {
    const of = block('10.0.1.0/24');

    expect(blockContains(of, numberOf('10.0.1.0'))).toBe(true);
    expect(blockContains(of, numberOf('10.0.1.255'))).toBe(true);
    expect(blockContains(of, numberOf('10.0.2.0'))).toBe(false);
  });

  it('keeps IPv4 and IPv6 apart, even where both are everything', () => {
    expect(blockContains(block('0.0.0.0/0'), numberOf('::1'))).toBe(false);
    expect(blockContains(block('::/0'), numberOf('10.0.1.5'))).toBe(false);
  });

  it('holds one address and no other when made of one', () => {
    expect(blockOfOne('10.0.1.5')?.text).toBe('10.0.1.5/32');
    expect(blockOfOne('2001:DB8:0::1')?.text).toBe('2001:db8::1/128');
    expect(blockOfOne('db-1')).toBeUndefined();
  });
});

describe('indexBlocks', () => {
  it('finds the smallest block first, and everything of one block in the order given', () => {
    const find = indexBlocks([
      [block('10.0.0.0/16'), 'vpc'],
      [block('10.0.1.0/24'), 'subnet'],
      [block('10.0.1.0/24'), 'subnet of another VPC'],
      [block('10.0.2.0/24'), 'other'],
      [block('::/0'), 'ipv6'],
    ]);

    expect(find(numberOf('10.0.1.5'))).toEqual(['subnet', 'subnet of another VPC', 'vpc']);
    expect(find(numberOf('192.0.2.1'))).toEqual([]);
  });

  it('finds exactly the blocks that contain the address', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 20 }), anyAddress, (blocks, address) => {
        const find = indexBlocks(blocks.map((of) => [of, of.text] as const));

        const expected = blocks.filter((of) => cidrContains(of, address)).map(({ text }) => text);
        expect([...find(numberOf(address))].sort()).toEqual(expected.sort());
      }),
    );
  });
});
