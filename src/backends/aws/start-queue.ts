/**
 * The one way in which queries are started: askers take turns, never more run at once nor start in a second than configured, and with patience
 * where the account itself runs as many as it may.
 */
import { heed } from '../../query/heed.ts';
import { createTurns } from '../../query/turns.ts';
import { type Failures, oneMore, troubleText } from './busy.ts';
import { backoff, type Clock } from './pace.ts';
import { countText } from './quantity.ts';

export interface QueueOptions {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Queries that may run at once: our part of what an account may run. */
  readonly concurrent: number;
  /** Our part of the requests that an account may send. */
  readonly startsPerSecond: number;
}

interface Entry {
  readonly signal: AbortSignal;
  /** With whose other queries it keeps its order, taking turns with those of others; nobody in particular where it is not said. */
  readonly asker?: string | undefined;
  /** Starts the query at the service and returns its id. */
  start(): Promise<string>;
  /** Takes care of a query that was given up while it was being started. */
  abandon(queryId: string): void;
  /**
   * @param text why the query is not started yet, in words
   * @param ahead queries that start before it, unless somebody comes who has not had a turn
   * @param trouble what keeps all of them, in words; null where they only wait for each other
   */
  onWaiting(text: string, ahead: number, trouble: string | null): void;
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

const NOBODY = '';

export function createStartQueue({ clock, random, concurrent, startsPerSecond }: QueueOptions): StartQueue {
  const turns = createTurns<Waiting>();
  let running = 0;
  let serving = false;
  let lastStart = Number.NEGATIVE_INFINITY;
  /** Ends the wait of the first in the queue, when one of our own queries has ended. */
  let freed = new AbortController();

  /** Tells those who wait for others, not those who only wait for their turn to be started. */
  function announce(trouble: string | null): void {
    for (const [ahead, { entry }] of turns.inOrder().entries()) {
      if (trouble === null && ahead < concurrent - running) continue;
      const queued =
        ahead === 0 ? 'next in the queue' : `queued behind ${countText(ahead, 'query', 'queries')}`;
      entry.onWaiting(trouble === null ? queued : `${queued}: ${trouble}`, ahead, trouble);
    }
  }

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    for (let first = turns.first(); first && running < concurrent; first = turns.first())
      await tryToStart(first);
    serving = false;
  }

  async function tryToStart(one: Waiting): Promise<void> {
    const early = lastStart + 1000 / startsPerSecond - clock.now();
    if (early > 0) await clock.sleep(early);
    if (turns.first() !== one) return;
    lastStart = clock.now();
    const outcome = await one.entry.start().then(
      (queryId) => ({ queryId }),
      (error: unknown) => ({ error }),
    );
    if ('error' in outcome) {
      await putOff(one, outcome.error);
    } else if (turns.serve(one)) {
      running += 1;
      one.resolve({ queryId: outcome.queryId, release });
      announce(null);
    } else {
      one.entry.abandon(outcome.queryId);
    }
  }

  /** The first in the queue stays the first: those behind it would be turned away as well. */
  async function putOff(one: Waiting, error: unknown): Promise<void> {
    one.failures = oneMore(one.failures, error, clock.now());
    if (one.failures === null) {
      if (turns.drop(one)) one.reject(error);
      return;
    }
    const trouble = troubleText(error, one.failures, clock.now());
    if (trouble !== null) announce(trouble);
    freed = new AbortController();
    const sooner = AbortSignal.any([freed.signal, one.entry.signal]);
    await clock.sleep(backoff(one.failures.count, random), sooner);
  }

  function release(): void {
    running -= 1;
    announce(null);
    freed.abort();
    void serve();
  }

  return {
    async enter(entry) {
      const { signal } = entry;
      signal.throwIfAborted();
      let giveUp = () => {};
      const started = new Promise<Started>((resolve, reject) => {
        const one: Waiting = { entry, failures: null, resolve, reject };
        giveUp = () => turns.drop(one) && reject(signal.reason);
        turns.add(entry.asker ?? NOBODY, one);
        announce(null);
        void serve();
      });
      return heed(signal, giveUp, started);
    },
  };
}
