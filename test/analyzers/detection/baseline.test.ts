import { describe, expect, it } from 'vitest';
import { baselineAt, judgeCount } from '../../../src/analyzers/detection/baseline.ts';
import type { Sample } from '../../../src/analyzers/detection/history.ts';
import { NegativeBinomial } from '../../kit/random-counts.ts';

const DAY = 86_400;
/** A Monday, 10:00 UTC. */
const AT = 1_789_984_800;
const SET = { minimum: 20, factor: 2, chance: 1e-4, learningMinimum: 100 };

function samplesOf(days: number, valueAt: (at: number) => number): readonly Sample[] {
  const slots = (days * DAY) / 300;
  return Array.from({ length: slots }, (_, index) => {
    const at = AT - (slots - index) * 300;
    return { at, value: valueAt(at) };
  });
}

const isWorkingHour = (at: number) => at % DAY >= 9 * 3600 && at % DAY < 17 * 3600;
/** Days from a Monday. */
const weekday = (at: number) => Math.floor((((at - AT) / DAY) % 7) + 7.42) % 7;

describe('the baseline of a series', () => {
  it('is not known on the first day', () => {
    expect(
      baselineAt(
        samplesOf(0.5, () => 3),
        AT,
      ),
    ).toBeNull();
  });

  it('is that of all hours on the first days', () => {
    const baseline = baselineAt(
      samplesOf(2, () => 3),
      AT,
    );

    expect(baseline).toMatchObject({ median: 3, basis: 'median of the 2 days before' });
  });

  it('is that of the hour of the day from the third day on', () => {
    const baseline = baselineAt(
      samplesOf(7, (at) => (isWorkingHour(at) ? 40 : 2)),
      AT,
    );

    expect(baseline).toMatchObject({ median: 40, basis: 'median of this hour of the day over 7 days' });
  });

  it('is that of the hour of the week after two weeks, drawn towards the hour of the day', () => {
    const baseline = baselineAt(
      samplesOf(28, (at) => (weekday(at) === 0 ? 100 : 10)),
      AT,
    );

    expect(baseline?.basis).toBe('median of this hour of the week over 28 days');
    expect(baseline?.median).toBeGreaterThan(60);
    expect(baseline?.median).toBeLessThan(100);
  });

  it('does not look at what comes later', () => {
    const later = { at: AT + 300, value: 9000 };

    expect(baselineAt([...samplesOf(2, () => 3), later], AT)?.law.mean).toBe(3);
  });
});

describe('the judgement of a count', () => {
  const counts = new NegativeBinomial(11, 16, 2);
  const baseline = baselineAt(
    samplesOf(3, () => counts.next()),
    AT,
  );

  it('is over the threshold for three times what is normal', () => {
    expect(judgeCount(48, baseline, SET).level).toBeGreaterThan(1);
  });

  it('is below it for what is normal', () => {
    expect(judgeCount(20, baseline, SET).level).toBeLessThan(0.7);
  });

  it('is below it for what is rare and yet not much', () => {
    const silent = baselineAt(
      samplesOf(2, () => 0),
      AT,
    );

    expect(judgeCount(12, silent, SET).chance).toBeLessThan(1e-4);
    expect(judgeCount(12, silent, SET).level).toBeLessThan(1);
  });

  it('takes a high fixed minimum while nothing is known', () => {
    expect(judgeCount(60, null, SET)).toMatchObject({ level: 0.6, normal: null });
  });

  it('never finds anything in three days of bursts that vary eighteen times as much as by chance, two of three slots taken together', () => {
    const bursts = new NegativeBinomial(3, 40, 18);
    const before = samplesOf(2, () => bursts.next());
    const levels = Array.from(
      { length: 288 },
      () => judgeCount(bursts.next(), baselineAt(before, AT), SET).level,
    );

    const together = levels.filter(
      (_, at) => levels.slice(Math.max(0, at - 2), at + 1).filter((level) => level >= 1).length >= 2,
    );

    expect(together).toEqual([]);
  });
});
