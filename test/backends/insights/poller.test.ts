import { describe, expect, it } from 'vitest';
import { jumpingClock } from '../../kit/insights-clock.ts';
import { mostInASecond, percentile, type Simulation, simulatedQueries } from '../../kit/simulated-queries.ts';

const LIMIT = 8;

/** From 0 up to 1, the same in every run. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Keeps so many queries of 1 to 60 seconds running until `total` have ended. */
async function follow(concurrent: number, total: number, changes: Partial<Simulation> = {}) {
  const clock = jumpingClock();
  const random = numbers();
  const queries = simulatedQueries({ clock, random, requestsPerSecond: LIMIT, ...changes });
  const late: number[] = [];
  let begun = 0;

  async function runner(place: number): Promise<void> {
    // They start one after the other, as they must.
    await clock.sleep((place * 1000) / LIMIT);
    while (begun < total) {
      begun += 1;
      late.push(await queries.follow(1000 + 59_000 * random()));
    }
  }

  await Promise.all(Array.from({ length: concurrent }, (_, place) => runner(place)));
  return { queries, late };
}

describe('what is noticed of queries that end', () => {
  it('is noticed within a second while 100 run, with no more requests than may be sent', async () => {
    const { queries, late } = await follow(100, 500);

    expect(late).toHaveLength(500);
    expect(percentile(late, 0.99)).toBeLessThan(1000);
    expect(mostInASecond(queries.results)).toBeLessThanOrEqual(LIMIT);
    expect(mostInASecond(queries.lists)).toBeLessThanOrEqual(3);
  });

  it.each([1, 2, 4, 5, 12, 30])('is noticed within a second while %i run', async (concurrent) => {
    const { queries, late } = await follow(concurrent, 10 * concurrent);

    expect(percentile(late, 0.99)).toBeLessThan(1000);
    expect(mostInASecond(queries.results)).toBeLessThanOrEqual(LIMIT);
  });

  it('takes no list while few run', async () => {
    const { queries } = await follow(4, 12);

    expect(queries.lists).toEqual([]);
  });

  it('is noticed later where listing is not allowed, which is tried once', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });

    const { queries, late } = await follow(30, 60, {
      listed: () => {
        throw denied;
      },
    });

    expect(queries.lists).toHaveLength(1);
    expect(queries.denials).toBe(1);
    expect(mostInASecond(queries.results)).toBeLessThanOrEqual(LIMIT);
    expect(Math.max(...late)).toBeLessThan((30 / LIMIT) * 1000 + 1000);
  });

  it('is noticed also where the list fails now and then', async () => {
    let asked = 0;
    const { late } = await follow(30, 60, {
      listed: (running) => {
        asked += 1;
        if (asked % 3 === 0) throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
        return running;
      },
    });

    expect(Math.max(...late)).toBeLessThan((30 / LIMIT) * 1000 + 1000);
  });

  it.each([
    ['nothing', () => new Set<string>()],
    [
      'every other query',
      (running: ReadonlySet<string>) => new Set([...running].filter((id) => /[13579]$/.test(id))),
    ],
  ])('does not depend on the list, where that names %s', async (_, listed) => {
    const { queries, late } = await follow(30, 60, { listed });

    expect(late).toHaveLength(60);
    expect(Math.max(...late)).toBeLessThan((30 / LIMIT) * 1000 + 1500);
    expect(mostInASecond(queries.results)).toBeLessThanOrEqual(LIMIT);
  });
});
