/**
 * Who is known to talk with what it now fails to reach: monitoring whose targets go down tries many hosts in vain, too. What answered most of it
 * before is remembered, and what was answered before is no discovery.
 */
import type { Detecting } from '../detection/detecting.ts';
import type { Observed } from '../detection/history.ts';
import type { Judged } from './judged.ts';

const KIND = 'polled';
/** Fewer than so many answers are no habit. */
const FEWEST_ANSWERED = 5;

interface Polling {
  readonly key: string;
  readonly judged: Judged;
}

export function isPolled(key: string, { history }: Detecting): boolean {
  return history?.acquaintance(KIND, key) != null;
}

/** What of the judged is to be remembered as a habit. */
export function polledAmong(all: readonly Polling[], at: number): Observed {
  const habits = all.filter(
    ({ judged: { answered, failed } }) =>
      answered.length >= FEWEST_ANSWERED && answered.length >= failed.length,
  );
  return { samples: [], acquaintances: habits.map(({ key }) => ({ kind: KIND, key, at })) };
}
