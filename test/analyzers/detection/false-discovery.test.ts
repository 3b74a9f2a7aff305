import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoveryThreshold } from '../../../src/analyzers/detection/false-discovery.ts';

describe('the threshold of discoveries', () => {
  it('is the largest chance under its own share of the rate, as in the example of Benjamini and Hochberg', () => {
    const chances = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];

    expect(discoveryThreshold(chances, 0.05)).toBe(0.0095);
  });

  it('asks more of each where more series were looked at', () => {
    expect(discoveryThreshold([1e-4], 0.05, 100)).toBe(1e-4);
    expect(discoveryThreshold([1e-4], 0.05, 1000)).toBe(0);
  });

  it('never takes a chance above the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (chances) => {
        expect(discoveryThreshold(chances, 0.05)).toBeLessThanOrEqual(0.05);
      }),
    );
  });
});
