/** What is silenced and how long, in any order: conditions, or one alert's number, and a stretch of time. */
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import { isProblem, type Problem, shown } from '../grammar/problem.ts';
import type { Clock } from '../grammar/time-point.ts';
import { isKeyword, replaced, type Word } from '../grammar/words.ts';
import { withTomorrow } from './coming-time.ts';
import { readCondition } from './matcher.ts';
import { alertNumber } from './number.ts';
import { readSpan, type Span, startsSpan } from './span.ts';

export interface Silence {
  readonly alert: number | null;
  readonly matcher: AlertMatcher;
  /** `all` was said. */
  readonly isAll: boolean;
  readonly span: Span | null;
}

const NOTHING: Silence = { alert: null, matcher: {}, isAll: false, span: null };

export function hasConditions({ matcher }: Silence): boolean {
  return Object.keys(matcher).length > 0;
}

/** What begins at a word added to what was read before it. */
function readPart(
  words: readonly Word[],
  at: number,
  so: Silence,
  clock: Clock,
  mostDays: number,
): { readonly silence: Silence; readonly next: number } | Problem {
  if (startsSpan(words, at)) {
    const read = readSpan(words, at, clock, mostDays);
    if (isProblem(read)) return read;
    if (so.span) return { problem: 'There are two stretches of time.', allowed: 'one', fixes: [''] };
    return { silence: { ...so, span: read.span }, next: read.next };
  }
  const alert = alertNumber(words[at]);
  if (alert !== undefined && so.alert === null) return { silence: { ...so, alert }, next: at + 1 };
  // It is so anyway, where nothing else is said.
  if (isKeyword(words[at], 'now')) return { silence: so, next: at + 1 };
  if (isKeyword(words[at], 'all', 'everything')) return { silence: { ...so, isAll: true }, next: at + 1 };
  const read = readCondition(words, at, so.matcher);
  return isProblem(read) ? read : { silence: { ...so, matcher: read.matcher }, next: read.next };
}

/** Reads all words. The fixes of a problem are these words, with one part of them replaced. */
export function readSilence(typed: readonly Word[], clock: Clock, mostDays: number): Silence | Problem {
  const words = withTomorrow(typed, clock);
  let silence = NOTHING;
  for (let at = 0; at < words.length; ) {
    const read = readPart(words, at, silence, clock, mostDays);
    if (isProblem(read)) {
      const rest = words.length - at;
      // Where a time ends that is none is not known: all that follows may belong to it.
      const counts = startsSpan(words, at) ? [rest, 2, 1] : [1, rest];
      const fixes = read.fixes.flatMap((fix) => counts.map((count) => replaced(words, at, count, fix)));
      return { ...read, fixes };
    }
    silence = read.silence;
    at = read.next;
  }
  if (silence.alert === null || (!hasConditions(silence) && !silence.isAll)) return silence;
  return {
    problem: `A-${silence.alert} says already which alerts are meant.`,
    allowed: 'the number of an alert, for all that are like it, or conditions',
    fixes: [`A-${silence.alert} for 8h`],
  };
}

/** Without an end it would be forgotten. */
export function noEnd(words: string, example = `${words} for 8h`): Problem {
  return {
    problem: `It is not said until when ${words === '' ? 'it' : shown(words)} is to be silent.`,
    allowed: '`for 8h`, `until 18:00`, `until friday`',
    fixes: [example],
  };
}
