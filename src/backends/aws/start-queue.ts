/**
 * The one way in which queries are started: in the order in which they came, never more at once nor more in a second than configured, and with
 * patience where the account itself runs as many as it may.
 */
import { busy, type Failures, oneMore } from './busy.ts';
import { backoff, type Clock } from './pace.ts';
import { countText } from './quantity.ts';

export interface QueueOptions {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Queries that may run at once. An account may run 100, which it shares with dashboards and all other users. */
  readonly concurrent: number;
  /** StartQuery is limited to 10 a second for an account. */
  readonly startsPerSecond: number;
}

interface Entry {
  readonly signal: AbortSignal;
  /** Calls StartQuery and returns the query's id. */
  start(): Promise<string>;
  /** Takes care of a query that was given up while it was being started. */
  abandon(queryId: string): void;
  /** Why the query is not started yet, in words. */
  onWaiting(text: string): void;
}

interface Started {
  readonly queryId: string;
  /** Gives the place to the next query. To be called once, when the query has ended. */
  release(): void;
}

export interface StartQueue {
  /** @throws the signal's reason when it is aborted, the SDK's error where waiting does not help */
  enter(entry: Entry): Promise<Started>;
}

interface Waiting {
  readonly entry: Entry;
  failures: Failures | null;
  resolve(started: Started): void;
  reject(reason: unknown): void;
}

export function createStartQueue({ clock, random, concurrent, startsPerSecond }: QueueOptions): StartQueue {
  const waiting: Waiting[] = [];
  let running = 0;
  let serving = false;
  let lastStart = Number.NEGATIVE_INFINITY;
  /** Ends the wait of the first in the queue, when one of our own queries has ended. */
  let freed = new AbortController();

  function leave(one: Waiting): boolean {
    const place = waiting.indexOf(one);
    if (place !== -1) waiting.splice(place, 1);
    return place !== -1;
  }

  /** Tells those who wait for others, not those who only wait for their turn to be started. */
  function announce(accountIsFull: boolean): void {
    for (const [place, { entry }] of waiting.entries()) {
      if (!accountIsFull && place < concurrent - running) continue;
      const ahead = accountIsFull ? place : place + running;
      const queued = ahead === 0 ? 'waiting' : `queued behind ${countText(ahead, 'query', 'queries')}`;
      entry.onWaiting(accountIsFull ? `${queued}: the account runs as many queries as it may` : queued);
    }
  }

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    for (let first = waiting[0]; first && running < concurrent; first = waiting[0]) await tryToStart(first);
    serving = false;
  }

  async function tryToStart(one: Waiting): Promise<void> {
    const early = lastStart + 1000 / startsPerSecond - clock.now();
    if (early > 0) await clock.sleep(early);
    if (!waiting.includes(one)) return;
    lastStart = clock.now();
    const outcome = await one.entry.start().then(
      (queryId) => ({ queryId }),
      (error: unknown) => ({ error }),
    );
    if ('error' in outcome) {
      await putOff(one, outcome.error);
    } else if (leave(one)) {
      running += 1;
      one.resolve({ queryId: outcome.queryId, release });
      announce(false);
    } else {
      one.entry.abandon(outcome.queryId);
    }
  }

  /** The first in the queue stays the first: those behind it would be turned away as well. */
  async function putOff(one: Waiting, error: unknown): Promise<void> {
    one.failures = oneMore(one.failures, error, clock.now());
    if (one.failures === null) {
      if (leave(one)) one.reject(error);
      return;
    }
    if (busy(error) === 'too-many-queries') announce(true);
    freed = new AbortController();
    const sooner = AbortSignal.any([freed.signal, one.entry.signal]);
    await clock.sleep(backoff(one.failures.count, random), sooner);
  }

  function release(): void {
    running -= 1;
    announce(false);
    freed.abort();
    void serve();
  }

  return {
    enter(entry) {
      return new Promise((resolve, reject) => {
        if (entry.signal.aborted) return reject(entry.signal.reason);
        const one: Waiting = { entry, failures: null, resolve, reject };
        entry.signal.addEventListener('abort', () => leave(one) && reject(entry.signal.reason), {
          once: true,
        });
        waiting.push(one);
        announce(false);
        void serve();
      });
    },
  };
}
