import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binStarts, binsOf, binsWindow } from '../../../src/analyzers/timeline/bins.ts';

const HOUR = { start: 1_790_000_000, end: 1_790_003_600 };

describe('the bins of a window', () => {
  it.each([
    ['five minutes', 300, 60],
    ['an hour', 3600, 60],
    ['two hours', 7200, 120],
    ['six hours', 6 * 3600, 600],
    ['a day', 86_400, 1800],
    ['a week', 7 * 86_400, 10_800],
    ['thirty days', 30 * 86_400, 86_400],
    ['a year', 365 * 86_400, 604_800],
  ])('of %s are of a width that people think in', (_, span, width) => {
    expect(binsOf({ start: HOUR.start, end: HOUR.start + span }, null).width).toBe(width);
  });

  it('are never finer than the aggregation interval', () => {
    expect(binsOf(HOUR, 600)).toMatchObject({ width: 600, count: 7 });
  });

  it('cover the window, begin at multiples of their width, and are few', () => {
    const window = fc
      .tuple(fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }), fc.integer({ min: 1, max: 90_000_000 }))
      .map(([start, span]) => ({ start, end: start + span }));
    fc.assert(
      fc.property(window, fc.constantFrom(null, 60, 600), (asked, interval) => {
        const bins = binsOf(asked, interval);
        const covered = binsWindow(bins);

        expect(covered.start).toBeLessThanOrEqual(asked.start);
        expect(covered.end).toBeGreaterThanOrEqual(asked.end);
        expect(asked.start - covered.start).toBeLessThan(bins.width);
        expect(covered.end - asked.end).toBeLessThan(bins.width);
        expect(bins.count).toBeLessThanOrEqual(61);
        for (const start of binStarts(bins)) expect(start % bins.width).toBe(0);
      }),
    );
  });
});
