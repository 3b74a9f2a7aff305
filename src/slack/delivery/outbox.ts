/**
 * Everything that goes to Slack goes through here: one call after another in each lane, which is one method in one channel, so that a lane
 * that must wait delays no other.
 *
 * `chat.postMessage` has no key that would make a second call harmless, so a post is made again only where it is sure that the first was not
 * carried out: it was refused with a rate limit, or never left. `chat.update` and reading may always be made again.
 */
import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Lanes } from '../../store/lanes.ts';
import { keepingTrail, retrying } from '../../telemetry/trail.ts';
import { wait } from '../wait.ts';
import { type Failure, failureOf, failureText } from './failure.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import type { PerMinute } from './tiers.ts';

export type Delivery<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

interface Parcel<T> {
  /** The method, and where it is called: calls with the same lane keep their order. */
  readonly lane: string;
  readonly call: () => Promise<T>;
  /** Carrying it out twice is the same as once. */
  readonly repeatable: boolean;
  /** Milliseconds from the beginning of one call in the lane to that of the next; none where it is not told. */
  readonly pace?: number;
}

export interface Outbox extends Pick<RateLimits, 'hasRoom' | 'keepRoom'> {
  /** Delivers, waiting and repeating as far as that is safe. Never rejects. */
  send<T>(parcel: Parcel<T>): Promise<Delivery<T>>;
  /** Delivers at once and once, or not at all: null where the lane is taken. For what is out of date a moment later. */
  sendIfFree<T>(parcel: Parcel<T>): Promise<Delivery<T>> | null;
  /** How many calls in the lane come before the next. */
  ahead(lane: string): number;
  /** From now on nothing is waited for. */
  hurry(): void;
}

/** The longest that all the waiting of one delivery may take, milliseconds. */
const PATIENCE = 5 * 60_000;
const FIRST_BACKOFF = 1000;
const LONGEST_BACKOFF = 15_000;

function delayAfter(failure: Failure, attempt: number, repeatable: boolean): number | null {
  const backoff = Math.min(FIRST_BACKOFF * 2 ** attempt, LONGEST_BACKOFF);
  switch (failure.kind) {
    case 'refused':
      return null;
    case 'rate-limited':
      return Math.max(failure.seconds * 1000, backoff);
    case 'not-sent':
      return backoff;
    case 'unclear':
      return repeatable ? backoff : null;
  }
}

export interface OutboxParts {
  readonly log: Logger;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Where other processes post too, so that all keep the pace together; null for one alone. */
  readonly shared?: Lanes | null;
  /** How it waits; another way for tests. */
  readonly waitFor?: typeof wait;
  /** Told of each call that fails. */
  readonly onFailure?: ((failure: Failure) => void) | undefined;
  /** As many calls of each method as Slack takes where it is not told. */
  readonly perMinute?: PerMinute | undefined;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { log, monotonic, shared = null, waitFor = wait, perMinute, onFailure } = parts;
  const lanes = new Map<string, PQueue>();
  const haste = new AbortController();
  // Every lane that waits listens to it, and Node would take so many for a leak.
  setMaxListeners(0, haste.signal);
  const limits = createRateLimits({ log, monotonic, shared, perMinute, waitFor, haste: haste.signal });

  function laneOf(name: string): PQueue {
    const known = lanes.get(name);
    if (known) return known;
    const lane = new PQueue({ concurrency: 1 });
    lane.on('idle', () => lanes.delete(name));
    lanes.set(name, lane);
    return lane;
  }

  async function attemptOnce<T>(call: () => Promise<T>): Promise<Delivery<T>> {
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      const failure = failureOf(error);
      onFailure?.(failure);
      return { ok: false, failure };
    }
  }

  async function persist<T>({ lane, call, repeatable, pace = 0 }: Parcel<T>): Promise<Delivery<T>> {
    let waited = 0;
    for (let attempt = 0; ; attempt += 1) {
      await limits.pass(lane, pace);
      const delivery = await attemptOnce(attempt === 0 ? call : () => retrying(attempt, call));
      if (delivery.ok || haste.signal.aborted) return delivery;
      const delay = delayAfter(delivery.failure, attempt, repeatable);
      if (delay === null || waited + delay > PATIENCE) return delivery;
      waited += delay;
      log.warn({ lane, failure: failureText(delivery.failure), delay }, 'Slack is tried again later');
      if (pace > 0 && delivery.failure.kind === 'rate-limited') await limits.holdBack(lane, delay);
      await waitFor(delay, haste.signal);
    }
  }

  return {
    send: (parcel) => laneOf(parcel.lane).add(keepingTrail(() => persist(parcel))),
    sendIfFree(parcel) {
      if (lanes.has(parcel.lane)) return null;
      limits.spend(parcel.lane);
      return laneOf(parcel.lane).add(keepingTrail(() => attemptOnce(parcel.call)));
    },
    ahead(name) {
      const lane = lanes.get(name);
      return lane ? lane.size + lane.pending : 0;
    },
    hasRoom: limits.hasRoom,
    keepRoom: limits.keepRoom,
    hurry: () => haste.abort(),
  };
}
