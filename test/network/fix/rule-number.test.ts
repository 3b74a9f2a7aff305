import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeRuleNumber } from '../../../src/network/fix/rule-number.ts';
import { ALL_TRAFFIC, entries, entry } from '../../kit/networks.ts';

const END = 32_767;

function numbered(...numbers: readonly number[]) {
  return entries(...numbers.map((number) => entry(number, 'allow', ALL_TRAFFIC, '0.0.0.0/0')));
}

describe('the number of a new rule', () => {
  it.each([
    [[], END, 100],
    [[100], END, 110],
    [[100, 115], END, 120],
    [[100, 200], 200, 190],
    [[90, 100], 100, 95],
    [[95, 100], 100, 97],
    [[99, 100], 100, 90],
    [[100], 100, 90],
    [[5], 5, 2],
    [[1], 1, undefined],
    [[1, 2, 3], 3, undefined],
    [[32_766], END, 32_700],
  ])('beside %j, before %s, is %s', (numbers, deciding, expected) => {
    expect(freeRuleNumber(numbered(...numbers), deciding)).toBe(expected);
  });

  it('is free, allowed, and before the one that denies', () => {
    const anyNumbers = fc.uniqueArray(
      fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 32_766 })),
    );
    fc.assert(
      fc.property(anyNumbers, fc.boolean(), (numbers, atTheEnd) => {
        const deciding = atTheEnd ? END : (numbers[0] ?? END);

        const number = freeRuleNumber(numbered(...numbers), deciding);

        if (number === undefined) {
          const taken = numbers.filter((of) => of < deciding).length;
          expect(taken).toBe(Math.min(deciding, END) - 1);
        } else {
          expect(numbers).not.toContain(number);
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThan(deciding);
        }
      }),
    );
  });
});
