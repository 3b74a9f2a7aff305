import { describe, expect, it } from 'vitest';
import { randomOf } from '../random.ts';
import { ritaScore } from './rita.ts';

const DAY = 86_400;

function connections(deltas: () => number): { at: number; bytes: number }[] {
  const all: { at: number; bytes: number }[] = [];
  for (let at = deltas(); at < DAY; at += deltas()) all.push({ at: Math.floor(at), bytes: 1400 });
  return all;
}

describe("RITA's beacon score", () => {
  it('is 1 for a clock that runs all day', () => {
    expect(
      ritaScore(
        connections(() => 300),
        0,
      ),
    ).toBeCloseTo(1, 1);
  });

  it('does not tell a steady server from a beacon: chance alone comes to 0.7 and more', () => {
    const random = randomOf(5);

    expect(
      ritaScore(
        connections(() => random.exponential(300)),
        0,
      ),
    ).toBeGreaterThan(0.7);
  });

  it('is 0 for three connections', () => {
    expect(
      ritaScore(
        [0, 10, 20].map((at) => ({ at, bytes: 1 })),
        0,
      ),
    ).toBe(0);
  });
});
