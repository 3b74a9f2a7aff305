import { describe, expect, it } from 'vitest';
import { regularityOf } from '../../../src/analyzers/beacon/regularity.ts';
import { randomOf } from '../../kit/random.ts';
import { beats, chance, visits } from '../../kit/rhythms.ts';

/** As the detector has them: the fewest connections, the shape, and the evidence with one size or nobody else who goes there, and without either. */
const FEWEST = 12;
const DAY = 86_400;
const SHAPE = 4;
const EVIDENCE = { alone: 8, withCircumstance: 5 };

function shareFound(
  times: number,
  least: number,
  starts: (random: () => number) => readonly number[],
): number {
  const random = randomOf(11);
  const found = Array.from({ length: times }, () => regularityOf(starts(random), FEWEST)).filter(
    (one) => one && one.shape >= SHAPE && one.ratio >= least,
  );
  return found.length / times;
}

describe('how regular connections are', () => {
  it.each([300, 600, 1800, 3600])(
    'finds nearly every beacon of a day with a period of %d s, each interval off by up to half of it and a fifth of its beats missed, whether its connections are of one size or nobody else goes there',
    (period) => {
      const found = shareFound(300, EVIDENCE.withCircumstance, (random) =>
        beats(random, { period, jitter: 0.5, missed: 0.2 }),
      );

      expect(found).toBeGreaterThanOrEqual(0.95);
    },
  );

  it.each([600, 1800])('finds it at a period of %d s by its rhythm alone', (period) => {
    const found = shareFound(200, EVIDENCE.alone, (random) =>
      beats(random, { period, jitter: 0.5, missed: 0.2 }),
    );

    expect(found).toBeGreaterThanOrEqual(0.95);
  });

  it.each([14, 20, 40, 100, 400, 500])(
    'takes hardly any chance for a clock, of %d connections a day',
    (perDay) => {
      const times = perDay > 50 ? 200 : 1000;

      expect(
        shareFound(times, EVIDENCE.withCircumstance, (random) => chance(random, perDay)),
      ).toBeLessThanOrEqual(0.01);
      expect(shareFound(times, EVIDENCE.alone, (random) => chance(random, perDay))).toBeLessThanOrEqual(
        0.002,
      );
    },
  );

  it.each([0.2, 0.5, 1, 2, 10])(
    'takes no crowd for a clock: %d connections a second, of which records tell whole seconds alone',
    (perSecond) => {
      const found = shareFound(200, EVIDENCE.withCircumstance, (random) =>
        chance(random, perSecond * DAY, 1200),
      );

      expect(found).toBeLessThanOrEqual(0.01);
    },
  );

  it.each([1, 2, 5, 20])('finds a clock that ticks every %d s', (period) => {
    const found = shareFound(100, EVIDENCE.alone, (random) =>
      beats(random, { period, jitter: 0.2, missed: 0.1 }, 1200),
    );

    expect(found).toBeGreaterThanOrEqual(0.95);
  });

  it.each([60, 600, 1800])(
    'finds a clock of %d s that sends what it was asked for in a connection of its own, a few seconds after every third beat',
    (period) => {
      const found = shareFound(100, EVIDENCE.alone, (random) =>
        beats(random, { period, jitter: 0.2, missed: 0.1 }).flatMap((at) =>
          random() < 1 / 3 ? [at, at + 1 + Math.floor(4 * random())] : [at],
        ),
      );

      expect(found).toBeGreaterThanOrEqual(0.95);
    },
  );

  it.each([20, 100, 500])('takes no bursts for a clock that come by chance, %d a day', (perDay) => {
    const found = shareFound(300, EVIDENCE.alone, (random) =>
      chance(random, perDay).flatMap((at) =>
        Array.from({ length: Math.ceil(4 * random()) }, (_, n) => at + n),
      ),
    );

    expect(found).toBeLessThanOrEqual(0.005);
  });

  it('takes visits for no clock that hardly look like one by the first of each burst', () => {
    const starts = [
      0, 1914, 6599, 10_890, 10_935, 11_014, 13_571, 14_842, 18_984, 21_911, 22_262, 23_897, 25_849, 26_288,
      29_754, 31_303, 34_445, 38_290, 42_020,
    ];

    expect(regularityOf(starts, FEWEST)?.ratio).toBeLessThan(EVIDENCE.withCircumstance);
  });

  it.each([4, 12, 40])('takes no person for a clock, of %d visits a day', (perDay) => {
    expect(shareFound(400, EVIDENCE.withCircumstance, (random) => visits(random, perDay))).toBe(0);
  });

  it('tells the period and the missed beats', () => {
    const starts = beats(randomOf(3), { period: 600, jitter: 0.1, missed: 0.2 });

    const found = regularityOf(starts, FEWEST);

    expect(found?.period).toBeGreaterThan(550);
    expect(found?.period).toBeLessThan(650);
    expect(found?.missed).toBe(0.2);
  });

  it('knows a clock that pauses for a night', () => {
    const day = beats(randomOf(5), { period: 300, jitter: 0.2, missed: 0 });
    const starts = day.filter((at) => at < 30_000 || at > 60_000);

    expect(regularityOf(starts, FEWEST)?.shape).toBeGreaterThanOrEqual(SHAPE);
  });

  it('says nothing of fewer connections than it takes', () => {
    expect(regularityOf([0, 600, 1200, 1800], FEWEST)).toBeNull();
  });
});
