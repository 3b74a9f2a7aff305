import { describe, expect, it } from 'vitest';
import { byMinute, minutesOf } from '../../../src/analyzers/detection/minutes.ts';

/** Records that start in the minute `at` and take so many seconds each. */
const row = (at: number, records: number, seconds: number) => ({
  ...{ at, records },
  starts: records * (at + 20),
  ends: records * (at + 20 + seconds),
});

describe('the minutes of records', () => {
  it('are the one in which they start, where they take a minute or less', () => {
    for (const seconds of [0, 30, 59]) expect(minutesOf(row(6000, 5, seconds))).toEqual([6000]);
  });

  it('are all that they take on average', () => {
    expect(minutesOf(row(6000, 5, 290))).toEqual([6000, 6060, 6120, 6180, 6240]);
  });

  it('are ten at most, and one where nothing tells when they end', () => {
    expect(minutesOf(row(6000, 1, 86_400))).toHaveLength(10);
    expect(minutesOf({ at: 6000, records: 3, starts: 18_000, ends: 0 })).toEqual([6000]);
    expect(minutesOf({ at: null, records: 3, starts: 0, ends: 0 })).toEqual([]);
  });

  it('share what came evenly, and add up to it', () => {
    const minutes = byMinute([row(6000, 2, 120), row(6060, 1, 10)]);

    expect([...minutes].map(([at, of]) => [at, of.map(({ share }) => share)])).toEqual([
      [6000, [0.5]],
      [6060, [0.5, 1]],
    ]);
  });
});
