/** Whether a question was about the time up to its asking, and so is about the time up to now when it is asked on. */
import type { Window } from '../../query/window.ts';

/** Seconds. A window that ended so shortly before it was asked about was meant to end then: `at 14:05`, asked at 14:08. */
const NEAR = 300;

/** When a question was asked, and when it is asked on. Seconds since the epoch. */
export interface Moments {
  readonly askedAt: number;
  readonly now: number;
}

export function endedAtAsking({ end }: Window, { askedAt }: Moments): boolean {
  return end >= askedAt - NEAR;
}

export function shifted({ start, end }: Window, seconds: number): Window {
  return { start: start + seconds, end: end + seconds };
}
