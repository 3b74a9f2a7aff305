/** Times that mean something only beside the window of a thread: `yesterday` (the same hours), `an hour earlier`, `before`, `now`. */
import type { Window } from '../../query/window.ts';
import { clauseAt } from '../grammar/clause-words.ts';
import { durationAt } from '../grammar/duration.ts';
import { isProblem } from '../grammar/problem.ts';
import { type Clock, startsTime, timeEnd, timePoint } from '../grammar/time-point.ts';
import { instantOf, wallSeconds, wallTime } from '../grammar/time-zone.ts';
import { readWindow } from '../grammar/window.ts';
import { type Word, wordsOf } from '../grammar/words.ts';
import { plain } from './polite.ts';
import { windowText } from './window-text.ts';

const DAY = 86_400;
const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;
/** After these a time is an end of a window, or a window to compare with: it says by itself what is meant. */
const ANNOUNCING: ReadonlySet<string> = new Set(
  'since between from to until till at around - through'.split(' '),
);
/** What follows these is said of the other window. */
const COMPARING: ReadonlySet<string> = new Set(['vs', 'versus', 'against']);
const CONTINUING: ReadonlySet<string> = new Set('to until till and - through'.split(' '));

/** Some words, and the window that they mean. */
interface Meant {
  readonly window: Window;
  /** The word after them. */
  readonly next: number;
}

function moved({ start, end }: Window, seconds: number): Window {
  return { start: start + seconds, end: end + seconds };
}

/** The hours of a window on another day of the asker's calendar. */
function onDay(day: number, { start, end }: Window, { timeZone }: Clock): Window {
  const wall = wallSeconds(wallTime(start, timeZone));
  const begin = instantOf(day + (wall % DAY), timeZone, 'first');
  return { start: begin, end: begin + (end - start) };
}

function dayAt(words: readonly Word[], at: number, window: Window, clock: Clock): Meant | null {
  if (!startsTime(words, at) && !WEEKDAY.test(plain(words[at]))) return null;
  const next = timeEnd(words, at);
  const point = timePoint(words.slice(at, next), clock);
  const isDay = point?.kind === 'wall' && point.time === null && point.day !== null;
  if (!isDay || window.end - window.start > DAY || CONTINUING.has(plain(words[next]))) return null;
  return { window: onDay(point.day ?? 0, window, clock), next };
}

/** `1h earlier`, `an hour ago`, `before`, `30m later`. */
function shiftAt(words: readonly Word[], at: number, window: Window, clock: Clock): Meant | null {
  const length = window.end - window.start;
  const duration = durationAt(words, at) ?? { seconds: length, next: at };
  const { seconds, next } = duration;
  switch (plain(words[next])) {
    case 'earlier':
    case 'before':
    case 'previously':
      return { window: moved(window, -seconds), next: next + 1 };
    case 'later':
    case 'after':
    case 'afterwards':
      return { window: moved(window, seconds), next: next + 1 };
    case 'ago':
      return next === at
        ? null
        : { window: { start: clock.now - seconds - length, end: clock.now - seconds }, next: next + 1 };
    case 'now':
      return next === at ? { window: { start: clock.now - length, end: clock.now }, next: next + 1 } : null;
    default:
      return null;
  }
}

/** A window of the past that is not empty; what lies ahead is left to the grammar, which says so. */
function past({ window: { start, end }, next }: Meant, { now }: Clock): Meant | null {
  return start < now ? { window: { start, end: Math.min(end, now) }, next } : null;
}

/** The words with such times written out, so that every other rule sees only times that stand by themselves. */
export function withTimesWrittenOut(words: readonly Word[], window: Window, clock: Clock): readonly Word[] {
  const written: Word[] = [];
  const compared = words.findIndex((word) => COMPARING.has(plain(word)));
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    const isOwn = ANNOUNCING.has(plain(words[at - 1])) || (compared !== -1 && at >= compared);
    const meant = isOwn ? null : (dayAt(words, at, window, clock) ?? shiftAt(words, at, window, clock));
    const known = meant && past(meant, clock);
    if (known) written.push(...wordsOf(windowText(known.window, clock)));
    else if (word) written.push(word);
    at = known ? known.next : at + 1;
  }
  return written;
}

/** Which words say when: those of a clause of time or of a comparison. */
export function timesAmong(words: readonly Word[], clock: Clock): ReadonlySet<number> {
  const found = new Set<number>();
  let at = 0;
  while (at < words.length) {
    const clause = clauseAt(words, at);
    const isTime = clause === 'window' || clause === 'versus';
    const read = clause === 'window' ? readWindow(words, at, clock) : null;
    // A comparison, or a time that cannot be read, has what follows it.
    const next = !isTime ? at + 1 : read && !isProblem(read) ? read.next : words.length;
    for (let word = at; isTime && word < next; word += 1) found.add(word);
    at = next;
  }
  return found;
}
