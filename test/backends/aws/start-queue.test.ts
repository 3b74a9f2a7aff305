import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStartQueue } from '../../../src/backends/aws/start-queue.ts';
import { jumpingClock } from '../../kit/insights-clock.ts';

function never(): AbortSignal {
  return new AbortController().signal;
}

interface Arrival {
  readonly asker: string;
  /** Milliseconds. */
  readonly at: number;
  readonly duration: number;
}

interface Start {
  readonly arrival: Arrival;
  readonly at: number;
  /** How many run, with this one. */
  readonly running: number;
  /** Its asker had nothing else waiting when it came. */
  readonly alone: boolean;
}

/** Lets queries arrive at a queue, each of which takes its time to be started and then to run. */
async function starts(
  arrivals: readonly Arrival[],
  { concurrent, startsPerSecond }: { readonly concurrent: number; readonly startsPerSecond: number },
): Promise<readonly Start[]> {
  const clock = jumpingClock();
  const queue = createStartQueue({ clock, random: () => 0.5, concurrent, startsPerSecond });
  const started: Start[] = [];
  const waiting: string[] = [];
  let running = 0;

  async function arrive(arrival: Arrival): Promise<void> {
    await clock.sleep(arrival.at);
    const alone = !waiting.includes(arrival.asker);
    waiting.push(arrival.asker);
    const { release } = await queue.enter({
      signal: never(),
      asker: arrival.asker,
      async start() {
        running += 1;
        started.push({ arrival, at: clock.now(), running, alone });
        await clock.sleep(40);
        return 'q';
      },
      abandon: () => undefined,
      onWaiting: () => undefined,
    });
    waiting.splice(waiting.indexOf(arrival.asker), 1);
    await clock.sleep(arrival.duration);
    running -= 1;
    release();
  }

  await Promise.all(arrivals.map(arrive));
  return started;
}

const anyArrivals = fc.array(
  fc.record({
    asker: fc.constantFrom('ada', 'bob', 'cyd', 'dan'),
    at: fc.nat(4000),
    duration: fc.nat(3000),
  }),
  { maxLength: 40 },
);

const anyLimits = fc.record({
  concurrent: fc.integer({ min: 1, max: 6 }),
  startsPerSecond: fc.constantFrom(2, 4, 8),
});

describe('queries of several askers', () => {
  it('are all started, never more at once nor more in any second than may be', async () => {
    await fc.assert(
      fc.asyncProperty(anyArrivals, anyLimits, async (arrivals, limits) => {
        const all = await starts(arrivals, limits);

        expect(all).toHaveLength(arrivals.length);
        for (const { at, running } of all) {
          expect(running).toBeLessThanOrEqual(limits.concurrent);
          const within = all.filter((other) => other.at >= at && other.at < at + 1000);
          expect(within.length).toBeLessThanOrEqual(limits.startsPerSecond);
        }
      }),
    );
  });

  it('wait for at most one query of each other asker, where their own asker has no other waiting', async () => {
    await fc.assert(
      fc.asyncProperty(anyArrivals, anyLimits, async (arrivals, limits) => {
        const all = await starts(arrivals, limits);

        for (const [place, one] of all.entries()) {
          if (!one.alone) continue;
          const before = all.slice(0, place).filter(({ at }) => at > one.arrival.at);
          const askers = before.map(({ arrival }) => arrival.asker);
          expect(new Set(askers).size).toBe(askers.length);
        }
      }),
    );
  });

  it('are started in the order in which they came, where one asker asked them', async () => {
    await fc.assert(
      fc.asyncProperty(anyArrivals, anyLimits, async (arrivals, limits) => {
        const all = await starts(arrivals, limits);

        for (const asker of new Set(arrivals.map((one) => one.asker))) {
          const own = all.filter(({ arrival }) => arrival.asker === asker).map(({ arrival }) => arrival.at);
          expect(own).toEqual([...own].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('are told how many start before them, by turns', async () => {
    const clock = jumpingClock();
    const queue = createStartQueue({ clock, random: () => 0.5, concurrent: 1, startsPerSecond: 8 });
    const told = new Map<string, { text: string; ahead: number }>();
    const order: string[] = [];
    const enter = (asker: string, name: string) =>
      queue.enter({
        signal: never(),
        asker,
        start: async () => {
          order.push(name);
          return name;
        },
        abandon: () => undefined,
        onWaiting: (text, ahead) => void told.set(name, { text, ahead }),
      });
    const running = await enter('ada', 'a1');
    const later = [enter('ada', 'a2'), enter('ada', 'a3'), enter('bob', 'b1')];

    expect(Object.fromEntries(told)).toEqual({
      a2: { text: 'next in the queue', ahead: 0 },
      b1: { text: 'queued behind 1 query', ahead: 1 },
      a3: { text: 'queued behind 2 queries', ahead: 2 },
    });

    running.release();
    for (const one of later) void one.then(({ release }) => release());
    await Promise.all(later);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3']);
  });
});

describe('a query that AWS turns away', () => {
  it('is told what keeps it from the second time on, until it is started', async () => {
    const clock = jumpingClock();
    const queue = createStartQueue({ clock, random: () => 0.5, concurrent: 1, startsPerSecond: 8 });
    const told: (string | null)[] = [];
    let turnedAway = 0;

    await queue.enter({
      signal: never(),
      start: async () => {
        turnedAway += 1;
        if (turnedAway > 3) return 'q';
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      },
      abandon: () => undefined,
      onWaiting: (_, __, trouble) => void told.push(trouble),
    });

    expect(told).toEqual([
      'AWS throttles: asked 2 times over 0 s, and asking on',
      'AWS throttles: asked 3 times over 1 s, and asking on',
    ]);
  });
});
