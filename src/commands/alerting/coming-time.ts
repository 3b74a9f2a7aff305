/** Points in time that are still to come: `18:00`, `tomorrow 09:00`, `friday`, `2026-11-30 14:00`. Questions are about the past, and read the same words backwards. */
import { durationAt } from '../grammar/duration.ts';
import { type Clock, type TimePoint, timeEnd, timePoint } from '../grammar/time-point.ts';
import { instantOf, wallSeconds, wallTime } from '../grammar/time-zone.ts';
import type { Word } from '../grammar/words.ts';

const DAY = 86_400;
const ISO = /^\d{4}-\d{2}-\d{2}/;
const WITH_YEAR = /^(?:20\d\d|\d{10}|\d{13}|today|yesterday|now)$/i;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)/i;

export interface ComingTime {
  /** Seconds since the epoch; in the past where the words name a day that has been. */
  readonly at: number;
  readonly next: number;
}

function today({ now, timeZone }: Clock): number {
  return wallSeconds({ ...wallTime(now, timeZone), hour: 0, minute: 0, second: 0 });
}

/** `tomorrow` as the day that it is. */
export function withTomorrow(words: readonly Word[], clock: Clock): readonly Word[] {
  const day = new Date((today(clock) + DAY) * 1000).toISOString().slice(0, 10);
  return words.map((word) =>
    !word.quoted && word.text.toLowerCase() === 'tomorrow' ? { ...word, text: day } : word,
  );
}

function aYearOn(wall: number): number {
  const date = new Date(wall * 1000);
  return date.setUTCFullYear(date.getUTCFullYear() + 1) / 1000;
}

/** The wall time that is meant, which is the next one to come unless a year is said. */
function comingWall(
  { day, time }: Extract<TimePoint, { kind: 'wall' }>,
  said: readonly Word[],
  clock: Clock,
  isEnd: boolean,
): number {
  // A day without a clock time is meant whole: it begins there, and ends with it.
  const wall = (day ?? today(clock)) + (time ?? (isEnd ? DAY : 0));
  if (instantOf(wall, clock.timeZone, 'first') > clock.now) return wall;
  if (day === null) return wall + DAY;
  if (said.some(({ text }) => ISO.test(text) || WITH_YEAR.test(text))) return wall;
  return said.some(({ text }) => WEEKDAY.test(text)) ? wall + 7 * DAY : aYearOn(wall);
}

function comingInstant(at: number, said: readonly Word[], { now }: Clock): number {
  const isClockAlone = said.every(({ text }) => !ISO.test(text) && !WITH_YEAR.test(text));
  return at <= now && isClockAlone ? at + DAY : at;
}

/** The point in time that begins at a word; undefined where none does. A stretch of time counts from now on. */
export function comingTime(
  words: readonly Word[],
  from: number,
  clock: Clock,
  isEnd: boolean,
): ComingTime | undefined {
  const duration = durationAt(words, from);
  if (duration) return { at: clock.now + duration.seconds, next: duration.next };
  const next = timeEnd(words, from);
  const said = words.slice(from, next);
  const point = next > from ? timePoint(said, clock) : undefined;
  if (!point) return undefined;
  if (point.kind === 'instant') return { at: comingInstant(point.at, said, clock), next };
  return {
    at: instantOf(comingWall(point, said, clock, isEnd), clock.timeZone, isEnd ? 'last' : 'first'),
    next,
  };
}
