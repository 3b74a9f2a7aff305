/** Stretches of time: `90m`, `1h30m`, `2 hours`. */
import { nearest } from '../../query/nearest.ts';
import type { Word } from './words.ts';

const UNITS: readonly (readonly [words: readonly string[], seconds: number])[] = [
  [['s', 'sec', 'secs', 'second', 'seconds'], 1],
  [['m', 'min', 'mins', 'minute', 'minutes'], 60],
  [['h', 'hr', 'hrs', 'hour', 'hours'], 3600],
  [['d', 'day', 'days'], 86_400],
  [['w', 'wk', 'week', 'weeks'], 604_800],
];

const secondsByUnit: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(([words, seconds]) => words.map((word): [string, number] => [word, seconds])),
);

/** What people measure time in, and flows does not: no question reaches so far back. */
const LONGER = ['fortnight', 'fortnights', 'month', 'months', 'quarter', 'quarters', 'year', 'years'];
/** Shorter ones are near to too many other words. */
const LONG_WORDS = [...LONGER, ...secondsByUnit.keys()].filter((word) => word.length > 3);

/** Whether two words are an amount of what was meant as a unit of time, and is none: `3 fortnights`, `2 huors`. */
export function isAmountOfNothing(amount: Word | undefined, unit: Word | undefined): boolean {
  if (!amount || !unit || unit.quoted || unit.text.length < 4) return false;
  return /^\d{1,7}$/.test(amount.text) && nearest(unit.text.toLowerCase(), LONG_WORDS) !== undefined;
}

/** Seconds of `90m` or `1h30m`; undefined for a word that is no duration. */
export function durationOf(word: string): number | undefined {
  if (!/^(\d{1,7}[a-z]{1,7}){1,5}$/i.test(word)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of word.matchAll(/(\d{1,7})([a-z]{1,7})/gi)) {
    const seconds = secondsByUnit.get(unit.toLowerCase());
    if (seconds === undefined) return undefined;
    total += Number(amount) * seconds;
  }
  return total;
}

/** The duration that starts at a word: `90m`, `90 minutes`, `hour`; undefined where none does. */
export function durationAt(
  words: readonly Word[],
  at: number,
): { readonly seconds: number; readonly next: number } | undefined {
  const word = words[at];
  if (!word || word.quoted) return undefined;
  const whole = durationOf(word.text);
  if (whole !== undefined) return { seconds: whole, next: at + 1 };
  const unit = secondsByUnit.get(word.text.toLowerCase());
  if (unit !== undefined) return { seconds: unit, next: at + 1 };
  const after = words[at + 1];
  const following = after && !after.quoted ? secondsByUnit.get(after.text.toLowerCase()) : undefined;
  if (following === undefined || !/^\d{1,7}$/.test(word.text)) return undefined;
  return { seconds: Number(word.text) * following, next: at + 2 };
}
