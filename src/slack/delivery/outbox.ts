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
import { createTiers } from './tiers.ts';

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

export interface Outbox {
  /** Delivers, waiting and repeating as far as that is safe. Never rejects. */
  send<T>(parcel: Parcel<T>): Promise<Delivery<T>>;
  /** Delivers at once and once, or not at all: null where the lane is taken. For what is out of date a moment later. */
  sendIfFree<T>(parcel: Parcel<T>): Promise<Delivery<T>> | null;
  /** How many calls in the lane come before the next. */
  ahead(lane: string): number;
  /** Whether Slack would take the method now, and as often as it is kept for later. */
  hasRoom(method: string): boolean;
  /** Keeps room for one call of the method later on. @returns gives it up, which is done right before the call; null where there is none */
  keepRoom(method: string): (() => void) | null;
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

async function attemptOnce<T>(call: () => Promise<T>): Promise<Delivery<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
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
  /** There is no limit to how often a method may be called: in a Slack that is none. */
  readonly isUnlimited?: boolean | undefined;
}

/** When calls last began is remembered of so many lanes. */
const REMEMBERED = 1000;

/** What the method is called, by a lane's name. */
function methodOf(lane: string): string {
  return lane.split(' ', 1)[0] ?? lane;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { log, monotonic, shared = null, waitFor = wait, isUnlimited = false } = parts;
  const tiers = createTiers(monotonic);
  /** Those who wait until a method may be called again do so one after another, whatever their lanes. */
  const gates = new Map<string, Promise<void>>();
  const lanes = new Map<string, PQueue>();
  /** When the last call began, by lanes that have a pace. */
  const begun = new Map<string, number>();
  const haste = new AbortController();
  // Every lane that waits listens to it, and Node would take so many for a leak.
  setMaxListeners(0, haste.signal);

  function laneOf(name: string): PQueue {
    const known = lanes.get(name);
    if (known) return known;
    const lane = new PQueue({ concurrency: 1 });
    lane.on('idle', () => lanes.delete(name));
    lanes.set(name, lane);
    return lane;
  }

  /** Milliseconds until it is this process's turn; what the store does not tell is not waited for. */
  async function turnAmongAll(lane: string, pace: number): Promise<number> {
    if (shared === null || haste.signal.aborted) return 0;
    try {
      return await shared.take(lane, pace);
    } catch (error) {
      log.warn({ err: error, lane }, 'the pace is kept without the other processes');
      return 0;
    }
  }

  /** What Slack says to one process it would say to the others. */
  async function holdBack(lane: string, milliseconds: number): Promise<void> {
    try {
      await shared?.close(lane, milliseconds);
    } catch (error) {
      log.warn({ err: error, lane }, 'the other processes could not be told of a rate limit');
    }
  }

  /** Waits until the lane may go on. */
  async function keepPace(lane: string, pace: number): Promise<void> {
    const last = begun.get(lane);
    const own = last === undefined ? 0 : last + pace - monotonic();
    const pause = Math.max(own, await turnAmongAll(lane, pace));
    if (pause > 0) await waitFor(pause, haste.signal);
    begun.delete(lane);
    begun.set(lane, monotonic());
    const [oldest] = begun.keys();
    if (begun.size > REMEMBERED && oldest !== undefined) begun.delete(oldest);
  }

  async function keepTier(method: string): Promise<void> {
    if (isUnlimited || haste.signal.aborted) return;
    const until = tiers.until(method);
    if (until > 0) await waitFor(until, haste.signal);
    tiers.spend(method);
  }

  /** Waits until Slack takes one more call of the method. */
  function pass(lane: string): Promise<void> {
    const method = methodOf(lane);
    const passed = (gates.get(method) ?? Promise.resolve()).then(() => keepTier(method));
    gates.set(method, passed);
    return passed;
  }

  async function persist<T>({ lane, call, repeatable, pace = 0 }: Parcel<T>): Promise<Delivery<T>> {
    let waited = 0;
    for (let attempt = 0; ; attempt += 1) {
      await pass(lane);
      if (pace > 0) await keepPace(lane, pace);
      const delivery = await attemptOnce(attempt === 0 ? call : () => retrying(attempt, call));
      if (delivery.ok || haste.signal.aborted) return delivery;
      const delay = delayAfter(delivery.failure, attempt, repeatable);
      if (delay === null || waited + delay > PATIENCE) return delivery;
      waited += delay;
      log.warn({ lane, failure: failureText(delivery.failure), delay }, 'Slack is tried again later');
      if (pace > 0 && delivery.failure.kind === 'rate-limited') await holdBack(lane, delay);
      await waitFor(delay, haste.signal);
    }
  }

  return {
    send: (parcel) => laneOf(parcel.lane).add(keepingTrail(() => persist(parcel))),
    sendIfFree(parcel) {
      if (lanes.has(parcel.lane)) return null;
      tiers.spend(methodOf(parcel.lane));
      return laneOf(parcel.lane).add(keepingTrail(() => attemptOnce(parcel.call)));
    },
    ahead(name) {
      const lane = lanes.get(name);
      return lane ? lane.size + lane.pending : 0;
    },
    hasRoom: (method) => isUnlimited || tiers.left(method) > 0,
    keepRoom: (method) => (isUnlimited ? () => undefined : tiers.keep(method)),
    hurry: () => haste.abort(),
  };
}
