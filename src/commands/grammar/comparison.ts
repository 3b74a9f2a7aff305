/** The second window of a comparison: `vs 14:05 to 14:20`, `vs 10m before`, `vs 24h ago`; and both windows in the order of time. */
import type { Request } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import { durationAt } from './duration.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import type { Clock } from './time-point.ts';
import { readWindow, startsWindow } from './window.ts';
import { replaced, type Word } from './words.ts';

export const VERSUS_FORMS =
  '`vs 14:05 to 14:20` (any window), `vs 10m before` (what came just before), `vs before` (as long a time before), `vs 24h ago` (the same time a day earlier)';

/** `at 14:05` compares this much before with this much after, seconds: long enough to see what is usual, short enough to be about that moment. */
export const COMPARED_AROUND = 15 * 60;

/** What a window is compared with, as it was said. */
export type Versus =
  | { readonly kind: 'window'; readonly window: Window }
  /** The stretch just before; of the window's own length where no seconds are named. */
  | { readonly kind: 'before'; readonly seconds: number | null }
  /** A stretch of the same length, so many seconds earlier. */
  | { readonly kind: 'ago'; readonly seconds: number };

function isVersus(word: string): boolean {
  return ['vs', 'versus', 'against'].includes(word.toLowerCase());
}

function said(words: readonly Word[], at: number): string {
  const word = words[at];
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

const BEFORE: ReadonlySet<string> = new Set(['before', 'previous', 'prior']);

/** `10m before`, `before`, `24h ago`; undefined where it is none of them. */
function relative(
  words: readonly Word[],
  from: number,
): { readonly versus: Versus; readonly next: number } | undefined {
  const at = said(words, from) === 'the' ? from + 1 : from;
  if (BEFORE.has(said(words, at))) {
    const duration = durationAt(words, at + 1);
    return duration
      ? { versus: { kind: 'before', seconds: duration.seconds }, next: duration.next }
      : { versus: { kind: 'before', seconds: null }, next: at + 1 };
  }
  const duration = durationAt(words, at);
  const after = duration ? said(words, duration.next) : '';
  if (!duration || duration.seconds <= 0) return undefined;
  const { seconds, next } = duration;
  if (after === 'ago' || after === 'earlier') return { versus: { kind: 'ago', seconds }, next: next + 1 };
  return BEFORE.has(after) ? { versus: { kind: 'before', seconds }, next: next + 1 } : undefined;
}

/** Reads what follows the `vs` at a word. */
export function readVersus(
  words: readonly Word[],
  at: number,
  clock: Clock,
): { readonly versus: Versus; readonly next: number } | Problem {
  const found = relative(words, at + 1);
  if (found) return found;
  if (!startsWindow(words, at + 1)) {
    const wrong = words[at + 1]?.text;
    return {
      problem:
        wrong === undefined
          ? `After ${shown(words[at]?.text ?? '')} the window to compare with is missing.`
          : `${shown(wrong)} is no window of time to compare with.`,
      allowed: VERSUS_FORMS,
      fixes: [
        replaced(words, at + 1, wrong === undefined ? 0 : 1, 'before'),
        replaced(words, at, words.length - at),
      ],
    };
  }
  const read = readWindow(words, at + 1, clock);
  return isProblem(read) ? read : { versus: { kind: 'window', window: read.window }, next: read.next };
}

function otherWindow({ start, end }: Window, versus: Versus): Window {
  switch (versus.kind) {
    case 'window':
      return versus.window;
    case 'before':
      return { start: start - (versus.seconds ?? end - start), end: start };
    case 'ago':
      return { start: start - versus.seconds, end: end - versus.seconds };
  }
}

/** Both windows, the later one as the question's own; a problem where they share time. */
export function compared(
  window: Window,
  versus: Versus,
  words: readonly Word[],
  clock: Clock,
): Required<Pick<Request, 'window' | 'versus'>> | Problem {
  const other = otherWindow(window, versus);
  if (other.end <= window.start) return { window, versus: other };
  if (window.end <= other.start) return { window: other, versus: window };
  const at = words.findIndex(({ text, quoted }) => !quoted && isVersus(text));
  const read = readVersus(words, at, clock);
  const count = (isProblem(read) ? words.length : read.next) - at;
  return {
    problem: 'The two windows share time; what is compared must lie apart.',
    allowed: VERSUS_FORMS,
    fixes: [replaced(words, at, count, 'vs before'), replaced(words, at, count)],
  };
}
