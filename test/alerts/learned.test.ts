import { describe, expect, it } from 'vitest';
import { Learned } from '../../src/alerts/learned.ts';

const DAY = 86_400;
const SERIES = 'reject-spike|eni-1';
const MONDAY = 20_000 * DAY;

function sample(at: number, value: number) {
  return { samples: [{ series: SERIES, at, value }], acquaintances: [] };
}

function met(...days: readonly number[]) {
  return {
    samples: [],
    acquaintances: days.map((day) => ({ kind: 'edge', key: 'a b', at: MONDAY + day * DAY })),
  };
}

describe('what is learned of a source', () => {
  it('are samples in their order, of the time before a window, the later value of the same slot', () => {
    const learned = new Learned('production', [], []);
    for (const [at, value] of [
      [MONDAY + DAY, 3],
      [MONDAY, 1],
      [MONDAY, 2],
      [MONDAY + DAY + 300, 9],
    ] as const)
      learned.observe(sample(at, value));

    expect(learned.before(MONDAY + DAY + 300, MONDAY).samples(SERIES)).toEqual([
      { at: MONDAY, value: 2 },
      { at: MONDAY + DAY, value: 3 },
    ]);
    expect(learned.before(MONDAY, MONDAY).names('reject-spike|')).toEqual([SERIES]);
  });

  it('is nothing of a series that belongs to an attack', () => {
    const learned = new Learned('production', [], []);

    learned.observe(sample(MONDAY, 900), (series) => series !== SERIES);

    expect(learned.before(MONDAY + DAY, MONDAY).samples(SERIES)).toEqual([]);
  });

  it('is who was seen, on how many days', () => {
    const learned = new Learned('production', [], []);

    learned.observe(met(0, 0, 1, 3));

    expect(learned.before(MONDAY, MONDAY).acquaintance('edge', 'a b')).toMatchObject({
      ...{ first: MONDAY, last: MONDAY + 3 * DAY, days: 3 },
    });
    expect(learned.before(MONDAY, MONDAY).acquaintance('edge', 'b a')).toBeNull();
  });

  it('goes on from what is written down, and writes down only what is new', () => {
    const learned = new Learned('production', [], []);
    learned.observe(sample(MONDAY, 1));
    learned.observe(met(0));
    const changes = learned.changes();
    learned.wrote(changes);

    expect(learned.changes()).toEqual({ days: [], seen: [] });
    const next = new Learned('production', changes.days, changes.seen);
    next.observe(sample(MONDAY + 300, 2));
    expect(next.changes()).toEqual({
      days: [{ source: 'production', series: SERIES, day: 20_000, samples: '[[0,1],[300,2]]' }],
      seen: [],
    });
  });

  it('is written down again only where somebody was seen an hour later or on another day', () => {
    const learned = new Learned('production', [], []);
    learned.observe(met(0));
    learned.wrote(learned.changes());
    const seenAt = (at: number) => ({ samples: [], acquaintances: [{ kind: 'edge', key: 'a b', at }] });

    learned.observe(seenAt(MONDAY + 3599));
    expect(learned.changes().seen).toEqual([]);
    learned.observe(seenAt(MONDAY + 3600));
    expect(learned.changes().seen).toMatchObject([{ last_seconds: MONDAY + 3600, days: 1 }]);
  });

  it('is forgotten after five weeks', () => {
    const learned = new Learned('production', [], []);
    learned.observe(sample(MONDAY, 1));
    learned.observe(met(0));

    learned.observe(sample(MONDAY + 36 * DAY, 2));

    const history = learned.before(MONDAY + 40 * DAY, MONDAY);
    expect(history.samples(SERIES)).toEqual([{ at: MONDAY + 36 * DAY, value: 2 }]);
    expect(history.acquaintance('edge', 'a b')).toBeNull();
  });
});
