import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressNumber } from '../../../src/network/block.ts';
import { type PortInterval, portIntervals } from '../../../src/network/evaluate/port-intervals.ts';
import type { NetworkAclEntry } from '../../../src/network/network-acl.ts';
import { anyEntries, anyPacket, completions } from '../../kit/any-policy.ts';
import { ALL_TRAFFIC, entries, entry, packet, tcp } from '../../kit/networks.ts';
import { aclDecision } from '../../kit/plain-policy.ts';

const REPLY = packet({
  source: '10.0.2.9',
  destination: '10.0.1.5',
  sourcePort: 5432,
  destinationPort: null,
});

function toWeb(of: readonly NetworkAclEntry[], low: number, high: number): readonly PortInterval[] {
  const other = addressNumber('10.0.1.5');
  return other ? portIntervals(of, other, REPLY, { low, high }) : [];
}

describe('the ports of a range', () => {
  it('split where a network ACL opens fewer than the client takes', () => {
    const opened = entries(entry(100, 'allow', tcp(32_768, 65_535), '0.0.0.0/0'));

    expect(toWeb(opened, 1024, 65_535)).toEqual([
      { low: 1024, high: 32_767, outcome: 'deny', rule: '*' },
      { low: 32_768, high: 65_535, outcome: 'allow', rule: '100' },
    ]);
  });

  it('split around a denial in the middle, which the lower number decides', () => {
    const holed = entries(
      entry(90, 'deny', tcp(40_000, 40_999), '10.0.1.0/24'),
      entry(100, 'allow', tcp(1024, 65_535), '0.0.0.0/0'),
    );

    expect(toWeb(holed, 32_768, 60_999)).toEqual([
      { low: 32_768, high: 39_999, outcome: 'allow', rule: '100' },
      { low: 40_000, high: 40_999, outcome: 'deny', rule: '90' },
      { low: 41_000, high: 60_999, outcome: 'allow', rule: '100' },
    ]);
  });

  it('stay whole under rules for other ends, other protocols and IPv6', () => {
    const beside = entries(
      entry(10, 'deny', tcp(0, 65_535), '10.0.9.0/24'),
      entry(20, 'deny', { ...tcp(0, 65_535), protocol: 17 }, '0.0.0.0/0'),
      entry(30, 'deny', ALL_TRAFFIC, '::/0'),
      entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0'),
    );

    expect(toWeb(beside, 1024, 65_535)).toEqual([{ low: 1024, high: 65_535, outcome: 'allow', rule: '100' }]);
  });

  it('are denied at the end, even where the entries do not say so', () => {
    expect(toWeb([], 1024, 65_535)).toEqual([{ low: 1024, high: 65_535, outcome: 'deny', rule: '*' }]);
  });

  it('meet in each port what that port alone meets', () => {
    fc.assert(
      fc.property(anyEntries, anyPacket, fc.constantFrom('inbound', 'outbound'), (of, one, direction) => {
        const other = addressNumber(direction === 'inbound' ? one.source : one.destination);
        const hasPorts = one.destinationPort !== null;

        const found = other ? portIntervals(of, other, one, hasPorts ? { low: 0, high: 65_535 } : null) : [];

        const borders = found.flatMap(({ low, high }) => [low, high]);
        for (const port of hasPorts ? [...borders, one.destinationPort ?? 0] : [0]) {
          const expected = aclDecision(of, direction, hasPorts ? { ...one, destinationPort: port } : one);
          const part = found.find(({ low, high }) => low <= port && port <= high);
          expect({ action: part?.outcome, rule: part?.rule }).toEqual(expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('cover the range without gaps or overlaps', () => {
    fc.assert(
      fc.property(anyEntries, fc.nat(65_535), fc.nat(65_535), (of, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];

        const found = toWeb(of, low, high);

        expect(found[0]?.low).toBe(low);
        expect(found.at(-1)?.high).toBe(high);
        for (const [at, part] of found.slice(1).entries()) expect(part.low).toBe((found[at]?.high ?? 0) + 1);
      }),
    );
  });

  it('of a packet whose ICMP type is not known are decided only where every type meets the same', () => {
    fc.assert(
      fc.property(
        anyEntries,
        anyPacket.filter(({ icmp }) => icmp !== null),
        (of, one) => {
          const other = addressNumber(one.source);

          const [found] = other ? portIntervals(of, other, { ...one, icmp: null }, null) : [];

          const actions = new Set(completions(one).map((each) => aclDecision(of, 'inbound', each).action));
          if (found?.outcome !== 'unknown') expect([...actions]).toEqual([found?.outcome]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
