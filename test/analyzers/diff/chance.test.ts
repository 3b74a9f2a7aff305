import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast, shift } from '../../../src/analyzers/diff/chance.ts';

describe('the chance that so many of the drawn are marked', () => {
  it('is that of drawing balls without putting them back', () => {
    // 2 of 4 drawn from 10, of which 5 are marked: 1 - (5 + 50) / 210.
    expect(chanceOfAtLeast(2, 4, 5, 10)).toBeCloseTo(1 - 55 / 210, 9);
    expect(chanceOfAtLeast(10, 10, 15, 30)).toBeCloseTo(3003 / 30_045_015, 12);
  });

  it('is near the normal one for many', () => {
    expect(chanceOfAtLeast(500, 1000, 5000, 10_000)).toBeCloseTo(0.513, 2);
  });
});

describe('a shift of a rate', () => {
  const steady = [9, 11, 10, 12, 8, 10, 9, 11, 10, 10];

  it('is none between equal counts', () => {
    expect(shift(steady, steady, 1, 1)).toMatchObject({ factor: 1, deviation: 0 });
  });

  it('is far beyond the scatter of a steady count that triples', () => {
    const tripled = steady.map((count) => count * 3);

    expect(shift(steady, tripled, 1, 1)?.factor).toBeCloseTo(3, 9);
    expect(shift(steady, tripled, 1, 1)?.deviation).toBeGreaterThan(5);
  });

  it('is as large downwards as upwards', () => {
    const tripled = steady.map((count) => count * 3);

    const [up, down] = [shift(steady, tripled, 1, 1), shift(tripled, steady, 1, 1)];

    expect(down?.deviation).toBeCloseTo(-(up?.deviation ?? 0), 9);
  });

  it('is within the scatter of a count that comes in bursts, even where it triples', () => {
    expect(shift([0, 0, 90, 0, 0, 0, 0, 10], [0, 0, 0, 300, 0, 0, 0, 0], 1, 1)?.deviation).toBeLessThan(2);
  });

  it('is one of rates where windows have different lengths', () => {
    expect(shift(steady, [...steady, ...steady], 1, 1 / 2)?.factor).toBeCloseTo(1, 9);
  });

  it('cannot be told from few slots, or from nothing', () => {
    expect(shift([10, 10, 10], steady, 1, 1)).toBeUndefined();
    expect(shift([0, 0, 0, 0, 0], steady, 1, 1)).toBeUndefined();
  });
});
