/** Whether contacts of one kind are a scan, and how far above the thresholds: fast ones within five minutes, slow ones within an hour or the whole window. */
import type { Window } from '../../query/window.ts';
import { mostWithin } from '../detection/most-within.ts';
import type { Contact } from './contact.ts';
import { walksLikeScanner } from './random-walk.ts';

const FAST_SECONDS = 300;
const SLOW_SECONDS = 3600;
/** Most of what is tried fails: below that, somebody talks with many and some of them are down. */
const FAST_SHARE = 0.5;
/** What takes longer has to fail more surely, as chance has more time. */
const SLOW_SHARE = 0.8;
/** Over more than an hour, so many times as many. */
const LONG_TIMES = 4;

export interface Judged {
  /** What was measured over the threshold; 0 where it is no scan. */
  readonly level: number;
  readonly failed: readonly Contact[];
  readonly answered: readonly Contact[];
}

/**
 * @param contacts of one kind, in the order in which they were first made
 * @param enough so many different ones that failed are a scan
 */
export function judged(contacts: readonly Contact[], enough: number, window: Window): Judged {
  const failed = contacts.filter(({ outcome, last }) => outcome === 'failed' && last >= window.start);
  const answered = contacts.filter(({ outcome }) => outcome === 'answered');
  const share = failed.length / Math.max(1, failed.length + answered.length);
  const decided = [...failed, ...answered].sort((a, b) => a.first - b.first);
  const none: Judged = { level: 0, failed, answered };
  if (share < FAST_SHARE || !walksLikeScanner(decided.map(({ outcome }) => outcome === 'answered')))
    return none;
  const times = failed.map(({ first }) => first);
  const slow = Math.max(mostWithin(times, SLOW_SECONDS), failed.length / LONG_TIMES);
  return {
    ...none,
    level: Math.max(mostWithin(times, FAST_SECONDS), share >= SLOW_SHARE ? slow : 0) / enough,
  };
}
