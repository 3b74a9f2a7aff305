/** What Slack says of a person, a channel or a user group, kept for a while: many wait for one reading, and nobody longer than they can. */
import type { Delivery } from '../delivery/outbox.ts';
import { within } from '../wait.ts';

export interface Readings<T> {
  /** What was read at most so many milliseconds ago, or why it could not be. */
  known(id: string, age: number): Delivery<T> | undefined;
  /** Read at most `age` milliseconds ago. Never rejects: what is not there after `patience` milliseconds is a failure, and goes on to be read. */
  of(id: string, age: number, patience: number): Promise<Delivery<T>>;
}

interface Reading<T> {
  readonly coming: Promise<Delivery<T>>;
  /** Undefined as long as Slack was not heard. */
  come: { readonly delivery: Delivery<T>; readonly at: number } | undefined;
}

const MOST = 10_000;

export interface ReadingsParts<T> {
  /** Never rejects. */
  readonly read: (id: string) => Promise<Delivery<T>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What Slack refuses is not asked for again within so many milliseconds; what failed otherwise is. */
  readonly refusedKept: number;
}

export function createReadings<T>({ read, now, refusedKept }: ReadingsParts<T>): Readings<T> {
  const readings = new Map<string, Reading<T>>();

  function isFresh({ come }: Reading<T>, age: number): boolean {
    if (!come) return true;
    const { delivery, at } = come;
    if (delivery.ok) return now() - at < age;
    return delivery.failure.kind === 'refused' && now() - at < refusedKept;
  }

  function fresh(id: string, age: number): Reading<T> | undefined {
    const reading = readings.get(id);
    return reading && isFresh(reading, age) ? reading : undefined;
  }

  function begin(id: string): Reading<T> {
    const coming = read(id).then((delivery) => {
      reading.come = { delivery, at: now() };
      return delivery;
    });
    const reading: Reading<T> = { coming, come: undefined };
    readings.delete(id);
    readings.set(id, reading);
    const [oldest] = readings.keys();
    if (readings.size > MOST && oldest !== undefined) readings.delete(oldest);
    return reading;
  }

  return {
    known: (id, age) => fresh(id, age)?.come?.delivery,
    async of(id, age, patience) {
      const { coming, come } = fresh(id, age) ?? begin(id);
      if (come) return come.delivery;
      const reason = `nothing within ${patience / 1000} s`;
      return within(patience, coming, { ok: false, failure: { kind: 'unclear', reason } });
    },
  };
}
