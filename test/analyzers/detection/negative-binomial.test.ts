import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { robustLaw, tailOf } from '../../../src/analyzers/detection/negative-binomial.ts';
import { NegativeBinomial } from '../../kit/random-counts.ts';

const law = fc
  .record({
    mean: fc.double({ min: 0.1, max: 5000, noNaN: true }),
    dispersion: fc.double({ min: 1.1, max: 40, noNaN: true }),
  })
  .map(({ mean, dispersion }) => ({ mean, variance: mean * dispersion }));

/** The chance of a count below `count`, term by term. */
function headOf(count: number, { mean, variance }: { mean: number; variance: number }): number {
  const r = mean ** 2 / (variance - mean);
  const q = 1 - mean / variance;
  let term = (1 - q) ** r;
  let sum = 0;
  for (let k = 0; k < count; k += 1) {
    sum += term;
    term *= ((k + r) / (k + 1)) * q;
  }
  return sum;
}

describe('the tail of counts that come in bursts', () => {
  it('is that of the geometric law where the variance is its', () => {
    expect(tailOf(10, { mean: 4, variance: 20 })).toBeCloseTo(0.8 ** 10, 12);
  });

  it('keeps its digits far out, where a difference from 1 would be 0', () => {
    const tail = tailOf(1000, { mean: 4, variance: 20 });

    expect(tail / 0.8 ** 1000).toBeCloseTo(1, 8);
  });

  it('is what the terms below it leave of 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.5, max: 40, noNaN: true }),
        fc.double({ min: 1.2, max: 20, noNaN: true }),
        (count, mean, dispersion) => {
          const of = { mean, variance: mean * dispersion };
          expect(tailOf(count, of)).toBeCloseTo(1 - headOf(count, of), 9);
        },
      ),
    );
  });

  it('is a chance, and never grows with the count', () => {
    fc.assert(
      fc.property(
        law,
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 5000 }),
        (of, x, more) => {
          const [here, further] = [tailOf(x, of), tailOf(x + more, of)];
          expect(here).toBeLessThanOrEqual(1);
          expect(further).toBeGreaterThanOrEqual(0);
          expect(further).toBeLessThanOrEqual(here + 1e-9);
        },
      ),
    );
  });
});

describe('the law of counts that are mostly normal', () => {
  it('is not moved by a few bursts among them', () => {
    const quiet = new NegativeBinomial(7, 20, 3);
    const counts = Array.from({ length: 288 }, () => quiet.next());
    const bursts = counts.map((count, at) => (at % 40 === 0 ? 5000 : count));

    const [without, among] = [robustLaw(counts), robustLaw(bursts)];

    expect(among.mean).toBeLessThan(1.1 * without.mean);
    expect(among.variance).toBeLessThan(1.3 * without.variance);
  });

  it('always varies more than by chance alone', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 300 }), (counts) => {
        const { mean, variance } = robustLaw(counts);
        expect(variance).toBeGreaterThan(mean);
      }),
    );
  });
});
