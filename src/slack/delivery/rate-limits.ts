/**
 * When Slack takes the next call, by both limits of its page on rate limits: so many calls of a method within a minute, in whatever channel (its
 * tier), and about one message a second in each channel, which is the pace of a lane and is kept by all processes together.
 */
import type { Logger } from 'pino';
import type { Lanes } from '../../store/lanes.ts';
import type { wait } from '../wait.ts';
import { createTiers, type PerMinute } from './tiers.ts';

export interface RateLimitParts {
  readonly log: Logger;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Where other processes post too, so that all keep the pace together; null for one alone. */
  readonly shared: Lanes | null;
  readonly perMinute: PerMinute | undefined;
  readonly waitFor: typeof wait;
  /** Aborted when nothing is waited for any more. */
  readonly haste: AbortSignal;
}

export interface RateLimits {
  /** Waits until Slack takes one more call in the lane. @param pace milliseconds between two calls in it; 0 for none. Never rejects. */
  pass(lane: string, pace: number): Promise<void>;
  /** A call in the lane is made now, without having waited. */
  spend(lane: string): void;
  /** No process makes a call in the lane for so many milliseconds. Never rejects. */
  holdBack(lane: string, milliseconds: number): Promise<void>;
  /** Whether Slack would take the method now, and as often as it is kept for later. @param beside it is left as often for what matters more */
  hasRoom(method: string, beside?: number): boolean;
  /** Keeps room for one call of the method later on. @returns gives it up, which is done right before the call; null where there is none */
  keepRoom(method: string): (() => void) | null;
}

/** When calls last began is remembered of so many lanes. */
const REMEMBERED = 1000;

/** What the method is called, by a lane's name. */
function methodOf(lane: string): string {
  return lane.split(' ', 1)[0] ?? lane;
}

export function createRateLimits(parts: RateLimitParts): RateLimits {
  const { log, monotonic, shared, perMinute, waitFor, haste } = parts;
  const tiers = createTiers(monotonic, perMinute);
  /** Those who wait until a method may be called again do so one after another, whatever their lanes. */
  const gates = new Map<string, Promise<void>>();
  /** When the last call began, by lanes that have a pace. */
  const begun = new Map<string, number>();

  /** Milliseconds until it is this process's turn; what the store does not tell is not waited for. */
  async function turnAmongAll(lane: string, pace: number): Promise<number> {
    if (shared === null || haste.aborted) return 0;
    try {
      return await shared.take(lane, pace);
    } catch (error) {
      log.warn({ err: error, lane }, 'the pace is kept without the other processes');
      return 0;
    }
  }

  async function keepPace(lane: string, pace: number): Promise<void> {
    const last = begun.get(lane);
    const own = last === undefined ? 0 : last + pace - monotonic();
    const pause = Math.max(own, await turnAmongAll(lane, pace));
    if (pause > 0) await waitFor(pause, haste);
    begun.delete(lane);
    begun.set(lane, monotonic());
    const [oldest] = begun.keys();
    if (begun.size > REMEMBERED && oldest !== undefined) begun.delete(oldest);
  }

  async function keepTier(method: string): Promise<void> {
    if (haste.aborted) return;
    const until = tiers.until(method);
    if (until > 0) await waitFor(until, haste);
    tiers.spend(method);
  }

  return {
    async pass(lane, pace) {
      const method = methodOf(lane);
      const passed = (gates.get(method) ?? Promise.resolve()).then(() => keepTier(method));
      gates.set(method, passed);
      await passed;
      if (pace > 0) await keepPace(lane, pace);
    },
    spend: (lane) => tiers.spend(methodOf(lane)),
    async holdBack(lane, milliseconds) {
      try {
        await shared?.close(lane, milliseconds);
      } catch (error) {
        log.warn({ err: error, lane }, 'the other processes could not be told of a rate limit');
      }
    },
    hasRoom: (method, beside = 0) => tiers.left(method) > beside,
    keepRoom: tiers.keep,
  };
}
