/** Points in time in words: which words belong to one, and what calendar day and clock time they say. */
import type { Component, ParsedComponents } from 'chrono-node';
import { casual } from 'chrono-node/en';
import { durationAt } from './duration.ts';
import { wallSeconds, wallTime } from './time-zone.ts';
import type { Word } from './words.ts';

/** `14:00`, `14:00:05.5+02:00`, `2pm`. */
const CLOCK_WORD =
  /^(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:am|pm|z|[+-]\d{2}:?\d{2})?|\d{1,2}(?:am|pm))$/i;
const ISO_WORD = /^\d{4}-\d{2}-\d{2}(?:t\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:z|[+-]\d{2}:?\d{2})?)?$/i;
/** Seconds or milliseconds since the epoch, as flow log records and consoles show them. */
const EPOCH_WORD = /^\d{10}(?:\d{3})?$/;
const MONTH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/i;
const DAY_OR_YEAR = /^(?:\d{1,2}(?:st|nd|rd|th)?|20\d\d)$/i;
const DAY_WORD = /^(?:yesterday|today)$/i;
const OTHER_WORD = /^(?:now|noon|midnight|am|pm|utc|gmt|on|at)$/i;

const DAY = 86_400;
/** No point in time needs more words: `on thursday 19 november 2026 at 14:00 utc`. */
const MOST_WORDS = 8;

function isPlain(word: Word | undefined, pattern: RegExp): boolean {
  return word !== undefined && !word.quoted && pattern.test(word.text);
}

/** Whether a point in time begins at a word even where nothing announces one: `14:00`, `2026-11-20`, `yesterday`, `20 nov`. */
export function startsTime(words: readonly Word[], at: number): boolean {
  const [word, after] = [words[at], words[at + 1]];
  return (
    [CLOCK_WORD, ISO_WORD, DAY_WORD].some((pattern) => isPlain(word, pattern)) ||
    (isPlain(word, DAY_OR_YEAR) && isPlain(after, MONTH)) ||
    (isPlain(word, MONTH) && isPlain(after, DAY_OR_YEAR))
  );
}

function continuesTime(words: readonly Word[], at: number): boolean {
  const [before, word, after] = [words[at - 1], words[at], words[at + 1]];
  if (isPlain(word, DAY_OR_YEAR)) {
    return (
      [MONTH, WEEKDAY, DAY_OR_YEAR].some((pattern) => isPlain(before, pattern)) ||
      isPlain(after, MONTH) ||
      isPlain(after, /^[ap]m$/i)
    );
  }
  return startsTime(words, at) || [MONTH, WEEKDAY, OTHER_WORD].some((pattern) => isPlain(word, pattern));
}

/** Where the point in time that begins at a word ends; the same place where none begins there. */
export function timeEnd(words: readonly Word[], from: number): number {
  if (isPlain(words[from], EPOCH_WORD)) return from + 1;
  const duration = durationAt(words, from);
  if (duration) return isPlain(words[duration.next], /^ago$/i) ? duration.next + 1 : duration.next;
  let end = from;
  while (end - from < MOST_WORDS && continuesTime(words, end)) end += 1;
  return end;
}

export interface Clock {
  /** Seconds since the epoch. */
  readonly now: number;
  readonly timeZone: string;
}

/** What words say of a time: an instant, or a day, a clock time or both on the asker's wall. */
export type TimePoint =
  | { readonly kind: 'instant'; readonly at: number }
  | {
      readonly kind: 'wall';
      /** Midnight of the day, as wall seconds; null where no day is named. */
      readonly day: number | null;
      /** Seconds into the day; null where no clock time is named. */
      readonly time: number | null;
    };

/** Reads the words of a point in time; undefined where they say none. */
export function timePoint(words: readonly Word[], clock: Clock): TimePoint | undefined {
  const { now } = clock;
  const text = words.map((word) => word.text.toLowerCase()).join(' ');
  if (EPOCH_WORD.test(text)) return { kind: 'instant', at: Number(text.slice(0, 10)) };
  if (text === 'now') return { kind: 'instant', at: now };
  const duration = durationAt(words, 0);
  if (duration) return { kind: 'instant', at: now - duration.seconds };
  const said = calendarPoint(text.replace('noon', '12:00').replace('midnight', '00:00'), clock);
  if (!said) return undefined;
  const { offset, day, time } = said;
  if (offset === null) return { kind: 'wall', day, time };
  const at = (day ?? said.today) + (time ?? 0) - offset;
  return { kind: 'instant', at: day === null && at > now ? at - DAY : at };
}

interface CalendarPoint {
  /** Midnights as wall seconds; null where no day is named. */
  readonly day: number | null;
  readonly today: number;
  readonly time: number | null;
  /** Seconds ahead of UTC, where the text names a zone of its own. */
  readonly offset: number | null;
}

/** Chrono sees noon of the asker's day as if it were UTC, so that no daylight saving rule of this machine has a part in it. */
function calendarPoint(text: string, { now, timeZone }: Clock): CalendarPoint | undefined {
  const today = wallSeconds({ ...wallTime(now, timeZone), hour: 0, minute: 0, second: 0 });
  const [result, ...others] = casual.parse(text, {
    instant: new Date((today + DAY / 2) * 1000),
    timezone: 0,
  });
  if (!result || others.length > 0 || result.end || !covers(result.text, text)) return undefined;
  const { start } = result;
  const part = (name: Component) => start.get(name) ?? 0;
  const hasDay = start.isCertain('day') || start.isCertain('weekday');
  const hasTime = start.isCertain('hour');
  if (!hasDay && !hasTime) return undefined;
  return {
    day: hasDay ? lastDay(start, today) : null,
    today,
    time: hasTime ? part('hour') * 3600 + part('minute') * 60 + part('second') : null,
    offset: start.isCertain('timezoneOffset') ? part('timezoneOffset') * 60 : null,
  };
}

/** The day that is named, as midnight in wall seconds: a weekday, or a day without a year, is the last one there was. */
function lastDay(said: ParsedComponents, today: number): number {
  const dayOf = (year: number) => Date.UTC(year, (said.get('month') ?? 1) - 1, said.get('day') ?? 1) / 1000;
  const year = said.get('year') ?? 0;
  const day = dayOf(year);
  if (day <= today) return day;
  if (!said.isCertain('day')) return day - 7 * DAY;
  return said.isCertain('year') ? day : dayOf(year - 1);
}

/** Whether a reading left out no more than little words: a point in time that is only half understood is not understood. */
function covers(read: string, text: string): boolean {
  return (
    text
      .replace(read, '')
      .replace(/\b(?:on|at)\b/g, '')
      .trim() === ''
  );
}
