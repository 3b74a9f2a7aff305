import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlap, type PortRange, portText, without } from '../../src/network/port-range.ts';

const anyRange = fc
  .tuple(fc.nat(40), fc.nat(40))
  .map(([a, b]): PortRange => ({ low: Math.min(a, b), high: Math.max(a, b) }));

function ports({ low, high }: PortRange): readonly number[] {
  return Array.from({ length: high - low + 1 }, (_, at) => low + at);
}

describe('port ranges', () => {
  it('overlap in the ports that both have', () => {
    fc.assert(
      fc.property(anyRange, anyRange, (a, b) => {
        const shared = overlap(a, b);

        expect(shared ? ports(shared) : []).toEqual(ports(a).filter((port) => ports(b).includes(port)));
      }),
    );
  });

  it('without a part keep every other port, in order', () => {
    fc.assert(
      fc.property(anyRange, anyRange, (range, part) => {
        const left = without(range, part).flatMap(ports);

        expect(left).toEqual(ports(range).filter((port) => !ports(part).includes(port)));
      }),
    );
  });

  it('read as a person writes them', () => {
    expect(portText({ low: 443, high: 443 })).toBe('443');
    expect(portText({ low: 1024, high: 65_535 })).toBe('1024–65535');
  });
});
