/** How long something is silenced: `8h`, `for 2 hours`, `until 18:00`, `from 22:00 to 02:00`. There is always an end. */
import { durationAt } from '../grammar/duration.ts';
import { type Problem, shown } from '../grammar/problem.ts';
import type { Clock } from '../grammar/time-point.ts';
import type { Word } from '../grammar/words.ts';
import { comingTime } from './coming-time.ts';

const DAY = 86_400;
const UNTIL: ReadonlySet<string> = new Set(['to', 'until', 'till', '-']);

const SPAN_FORMS = '`for 8h` (m, h, d, w), `until 18:00`, `until friday`, `from 22:00 to 02:00`';

export interface Span {
  /** Seconds since the epoch. */
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface ReadSpan {
  readonly span: Span;
  readonly next: number;
}

function keyword(words: readonly Word[], at: number): string {
  const word = words[at];
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

/** Whether a stretch of time begins at a word. */
export function startsSpan(words: readonly Word[], at: number): boolean {
  if (['for', 'until', 'till', 'from'].includes(keyword(words, at))) return true;
  return /^\d/.test(keyword(words, at)) && durationAt(words, at) !== undefined;
}

/** Undefined where the words after the keyword say no time. */
function readTimes(words: readonly Word[], at: number, clock: Clock): ReadSpan | undefined {
  const word = keyword(words, at);
  if (word === 'from') {
    const start = comingTime(words, at + 1, clock, false);
    if (!start || !UNTIL.has(keyword(words, start.next))) return undefined;
    const end = comingTime(words, start.next + 1, { ...clock, now: Math.max(start.at, clock.now) }, true);
    return end && { span: { startsAt: start.at, endsAt: end.at }, next: end.next };
  }
  if (word === 'until' || word === 'till') {
    const end = comingTime(words, at + 1, clock, true);
    return end && { span: { startsAt: clock.now, endsAt: end.at }, next: end.next };
  }
  const length = durationAt(words, word === 'for' ? at + 1 : at);
  return length && { span: { startsAt: clock.now, endsAt: clock.now + length.seconds }, next: length.next };
}

/** Reads the stretch of time that begins at a word for which `startsSpan` holds. The fixes are words for its place. */
export function readSpan(
  words: readonly Word[],
  at: number,
  clock: Clock,
  mostDays: number,
): ReadSpan | Problem {
  const read = readTimes(words, at, clock);
  const allowed = `${SPAN_FORMS}; at most ${mostDays} days`;
  const said = shown(
    words
      .slice(at, read?.next ?? at + 2)
      .map(({ text }) => text)
      .join(' '),
  );
  const wrong = (problem: string): Problem => ({ problem, allowed, fixes: ['for 8h'] });
  if (!read) return wrong(`${said} is not a time that has an end.`);
  const { startsAt, endsAt } = read.span;
  if (endsAt <= clock.now) return wrong(`${said} is over already.`);
  if (endsAt <= startsAt) return wrong(`${said} ends before it begins.`);
  if (endsAt - startsAt > mostDays * DAY)
    return wrong(`${said} is ${Math.ceil((endsAt - startsAt) / DAY)} days; ${mostDays} are the most.`);
  return read;
}
