/**
 * A clock that went ahead, and was put back by as much: what was looked at meanwhile had not been recorded yet, and nothing would be looked at until
 * the time that it had shown. So the rounds are made again from where it went ahead.
 */
import type { WatchedState } from './watched-state.ts';

/** Beside a round. It sees the hour before its end, so that a shorter leap leaves nothing out for long. Seconds. */
const LEAST = 1800;
/** By which the way back may differ from the leap, beside a round on either way: what they round their ends to. Seconds. */
const ABOUT = 600;

/**
 * A leap is also what a process leaves that was down for a while; then nothing ever goes back by as much.
 *
 * @param every seconds between two rounds
 * @param horizon up to where records are complete by the clock as it is now, seconds since the epoch
 */
export function withClock(state: WatchedState, every: number, horizon: number): WatchedState {
  const { upTo, dayUpTo, leap, rewinds } = state;
  if (upTo === null) return state;
  const by = horizon - upTo;
  if (by >= every + LEAST) return { ...state, leap: { from: upTo, by } };
  if (leap === null || Math.abs(leap.by + by) > 2 * every + ABOUT) return state;
  return {
    ...{ ...state, upTo: leap.from, leap: null, rewinds: rewinds + 1 },
    dayUpTo: dayUpTo === null ? null : Math.min(dayUpTo, leap.from),
  };
}
