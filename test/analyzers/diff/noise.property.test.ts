/** Traffic that only varies by chance is not called changed, and what is planted into it is found first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changesIn } from '../../../src/analyzers/diff/change.ts';
import type { Seen } from '../../../src/analyzers/diff/traffic.ts';
import { SLOTS, seenBySlot } from '../../kit/conversations.ts';
import { NegativeBinomial } from '../../kit/random-counts.ts';

const FACTS = {
  isKnown: () => false,
  counted: { slots: SLOTS, seconds: { before: 900, after: 900 } },
  slots: { before: SLOTS.before.length, after: SLOTS.after.length },
  watched: { before: () => true, after: () => true },
  cutOff: { before: false, after: false },
};
const CONVERSATIONS = 100;

function told(all: readonly Seen[]): readonly Change[] {
  return changesIn(all, FACTS).filter(({ what }) => what.kind !== 'untold');
}

/** Conversations that vary by chance alone: the same law in both windows. `dispersion` is variance over mean, 1 being Poisson's. */
function noise(seed: number, mean: number, dispersion: number): readonly Seen[] {
  const counts = new NegativeBinomial(seed, mean, dispersion);
  const window = () => SLOTS.before.map(() => counts.next());
  return Array.from({ length: CONVERSATIONS }, (_, index) =>
    seenBySlot(window(), window(), `10.1.${Math.floor(index / 250)}.${index % 250}`),
  ).flat();
}

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const mean = fc.constantFrom(0.1, 0.5, 2, 10, 100, 1000);
const dispersion = fc.constantFrom(1, 3, 14, 21, 100);
const someCounts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 15, maxLength: 15 });

describe('windows that are alike', () => {
  it('have no change at all, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(someCounts, { maxLength: 5 }), (all) => {
        const seen = all.flatMap((counts, index) => seenBySlot(counts, counts, `10.1.0.${index}`));

        expect(changesIn(seen, FACTS)).toEqual([]);
      }),
    );
  });

  it('have hardly any change where they vary by chance, from the sparse to the bursty: fewer than 1 in 500', () => {
    let [compared, changed] = [0, 0];
    fc.assert(
      fc.property(seed, mean, dispersion, (from, average, spread) => {
        compared += CONVERSATIONS;
        changed += told(noise(from, average, spread)).length;
      }),
      { numRuns: 100, seed: 20_261_123 },
    );

    expect(changed / compared).toBeLessThan(1 / 500);
  });
});

describe('what is planted into noise', () => {
  const planted = (all: readonly Seen[], from: number) => told([...noise(from, 10, 14), ...all])[0];
  const many = SLOTS.before.map(() => 100);
  const none = SLOTS.before.map(() => 0);
  const runs = { numRuns: 10 };

  it('comes first: a flip', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const flipped = seenBySlot(many, many, '10.9.9.9').map((one) =>
          one.when === 'after' ? { ...one, action: 'REJECT' as const } : one,
        );

        expect(planted(flipped, from)).toMatchObject({ what: { kind: 'flipped' } });
      }),
      runs,
    );
  });

  it('comes first: what appeared or vanished', () => {
    fc.assert(
      fc.property(seed, (from) => {
        expect(planted(seenBySlot(none, many, '10.9.9.9'), from)).toMatchObject({
          exchange: { initiator: '10.9.9.9' },
          what: { kind: 'appeared' },
        });
        expect(planted(seenBySlot(many, none, '10.9.9.9'), from)).toMatchObject({
          exchange: { initiator: '10.9.9.9' },
          what: { kind: 'vanished' },
        });
      }),
      runs,
    );
  });

  it('comes first: a change of volume', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const grown = seenBySlot(
          many,
          many.map((count) => count * 5),
          '10.9.9.9',
        );

        expect(planted(grown, from)).toMatchObject({
          exchange: { initiator: '10.9.9.9' },
          what: { kind: 'volume' },
        });
      }),
      runs,
    );
  });
});
