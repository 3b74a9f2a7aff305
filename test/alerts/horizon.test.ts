import { describe, expect, it } from 'vitest';
import { daysToLearn, horizonOf, notMadeUp, roundEnds, roundWindow } from '../../src/alerts/horizon.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const NOW = 20_000 * DAY + 12 * HOUR + 123;

describe('up to where records are complete', () => {
  it('is as long ago as the service takes to deliver, at the end of five minutes', () => {
    expect(horizonOf('insights', NOW, null)).toBe(NOW - 123 - 600);
    expect(horizonOf('athena', NOW, null)).toBe(NOW - 123 - 900);
  });

  it('is never past the newest record of files, nor past now', () => {
    expect(horizonOf('files', NOW, NOW - 1000)).toBe(NOW - 123 - 900);
    expect(horizonOf('files', NOW, NOW + 9999)).toBe(NOW - 123);
    expect(horizonOf('files', NOW, null)).toBeNull();
  });
});

describe('the rounds up to there', () => {
  it('see all of it, and the hour before it once more, some of whose records may have come after it was looked at', () => {
    for (let missed = 1; missed <= 24 * 12; missed += 1) {
      const upTo = 100 * DAY - missed * 300;
      const windows = roundEnds(upTo, 100 * DAY).map(roundWindow);
      expect(windows[0]?.start).toBeLessThanOrEqual(upTo - (missed <= 12 ? 0 : HOUR - 300));
      for (const [at, { start }] of windows.slice(1).entries())
        expect(start).toBeLessThanOrEqual(windows[at]?.end ?? 0);
      expect(windows.at(-1)?.end).toBe(100 * DAY);
    }
  });

  it('leave out what is more than a day ago', () => {
    expect(notMadeUp(9 * DAY, 10 * DAY)).toBeNull();
    expect(notMadeUp(null, 10 * DAY)).toBeNull();
    expect(notMadeUp(7 * DAY, 10 * DAY)).toEqual({ start: 7 * DAY, end: 9 * DAY });
  });

  it('are one, or none where it has not moved', () => {
    expect(roundEnds(null, 9 * HOUR)).toEqual([9 * HOUR]);
    expect(roundEnds(9 * HOUR - 300, 9 * HOUR)).toEqual([9 * HOUR]);
    expect(roundEnds(9 * HOUR, 9 * HOUR)).toEqual([]);
  });

  it('are one an hour after a time in which nobody watched, of a day at most', () => {
    expect(roundEnds(6 * HOUR - 300, 9 * HOUR)).toEqual([6 * HOUR, 7 * HOUR, 8 * HOUR, 9 * HOUR]);
    expect(roundEnds(0, 9 * DAY)).toHaveLength(24);
    expect(roundEnds(0, 9 * DAY)[0]).toBe(8 * DAY + HOUR);
  });
});

it('learns from whole days, the oldest first', () => {
  expect(daysToLearn(DAY, 3 * DAY + 1)).toEqual([
    { start: 1, end: DAY + 1 },
    { start: DAY + 1, end: 2 * DAY + 1 },
    { start: 2 * DAY + 1, end: 3 * DAY + 1 },
  ]);
  expect(daysToLearn(DAY, DAY)).toEqual([]);
});
