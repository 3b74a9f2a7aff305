/** The clauses of time: `last 1h`, `since 14:00`, `14:00 to 14:20 yesterday`, `between … and …`, `at 14:05`. */
import type { Window } from '../../query/window.ts';
import { durationAt, durationOf, isAmountOfNothing } from './duration.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { type Clock, startsTime, type TimePoint, timeEnd, timePoint } from './time-point.ts';
import { windowBetween } from './time-range.ts';
import { replaced, type Word } from './words.ts';

/** A month: further back, a question belongs to a report that runs on its own; and it bounds what a query can cost. */
const MOST_DAYS = 31;
const DAY = 86_400;
/** `at 14:05` means this much around it, so that records of a ten minute aggregation interval overlap it. */
const AROUND = 300;
/** Words that announce a moment rather than a stretch. */
const MOMENT: ReadonlySet<string> = new Set(['at', 'around']);

export const TIME_FORMS = `\`last 1h\` (s, m, h, d, w), \`since 14:00\`, \`14:00 to 14:20 yesterday\`, \`between 14:00 and 14:20\`, \`at 14:05\`, \`since 2026-11-20 14:00\`; at most ${MOST_DAYS} days, and in the past`;

interface ReadWindow {
  readonly window: Window;
  readonly next: number;
  /** The moment that was named, where the window is what lies around one. */
  readonly middle?: number;
}

/** The clause being read: from its first word on. */
interface Reading {
  readonly words: readonly Word[];
  readonly at: number;
  readonly clock: Clock;
  /** What a moment means on either side of it, seconds. */
  readonly reach: number;
  readonly mostDays: number;
}

const UNTIL: ReadonlySet<string> = new Set(['to', 'until', 'till', 'and', '-', 'through']);

function keyword(words: readonly Word[], at: number): string {
  const word = words[at];
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

/** `14:00-14:20` as three words, so that every other rule sees only single times. */
export function spread(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word) => {
    const range = word.quoted
      ? null
      : /^(\d{1,2}:\d{2}(?::\d{2})?)-(\d{1,2}:\d{2}(?::\d{2})?)$/.exec(word.text);
    if (!range) return [word];
    return [range[1] ?? '', 'to', range[2] ?? ''].map((text) => ({ text, quoted: false }));
  });
}

/** Whether a word in this place begins a clause of time. */
export function startsWindow(words: readonly Word[], at: number): boolean {
  const word = keyword(words, at);
  if (['last', 'past', 'since'].includes(word) || MOMENT.has(word)) return true;
  if (word === 'between' || word === 'from')
    return timeEnd(words, at + 1) > at + 1 && !durationAt(words, at + 1);
  return startsTime(words, at) || durationOf(word) !== undefined;
}

/** Reads the clause of time that begins at a word for which `startsWindow` holds. */
export function readWindow(
  words: readonly Word[],
  at: number,
  clock: Clock,
  { reach = AROUND, mostDays = MOST_DAYS }: { readonly reach?: number; readonly mostDays?: number } = {},
): ReadWindow | Problem {
  const word = keyword(words, at);
  const reading = { words, at, clock, reach, mostDays };
  if (word === 'last' || word === 'past') return readLast(reading, at + 1);
  if (durationOf(word) !== undefined) return readLast(reading, at);
  if (MOMENT.has(word)) return readAround(reading, at + 1);
  return readRange(reading, ['since', 'between', 'from'].includes(word) ? at + 1 : at);
}

function readLast(reading: Reading, from: number): ReadWindow | Problem {
  const { words, clock } = reading;
  const duration = durationAt(words, from);
  if (!duration) return notATime(reading, from, 'last 1h');
  const window = { start: clock.now - duration.seconds, end: clock.now };
  return checked(reading, duration.next, window, window.start);
}

function readAround(reading: Reading, from: number): ReadWindow | Problem {
  const { words, clock, reach } = reading;
  const end = timeEnd(words, from);
  const point = end > from ? timePoint(words.slice(from, end), clock) : undefined;
  if (!point) return notATime(reading, from, 'at 14:05');
  if (point.kind === 'wall' && point.time === null) {
    const day = windowBetween(point, point, clock);
    return checked(reading, end, day, day.start);
  }
  const margin = /^(?:±|\+-|\+\/-)(\w+)$/.exec(keyword(words, end));
  const around = margin ? durationOf(margin[1] ?? '') : undefined;
  const { start: middle } = windowBetween(point, nowPoint(clock), clock);
  const most = around ?? reach;
  const window = { start: middle - most, end: middle + most };
  const read = checked(reading, around === undefined ? end : end + 1, window, middle);
  return isProblem(read) ? read : { ...read, middle: Math.floor(middle) };
}

function readRange(reading: Reading, from: number): ReadWindow | Problem {
  const { words, at, clock } = reading;
  const middle = timeEnd(words, from);
  const start = middle > from ? timePoint(words.slice(from, middle), clock) : undefined;
  if (!start) return notATime(reading, from, 'since 14:00');
  const end = UNTIL.has(keyword(words, middle)) ? timeEnd(words, middle + 1) : middle;
  if (end <= middle + 1) {
    if (keyword(words, at) === 'between') return notATime(reading, end, 'between 14:00 and 14:20');
    if (from === at) return readAround(reading, at);
    const window = windowBetween(start, nowPoint(clock), clock);
    return checked(reading, middle, window, window.start);
  }
  const stop = timePoint(words.slice(middle + 1, end), clock);
  if (!stop) return notATime(reading, middle + 1, '14:00 to 14:20');
  const window = windowBetween(start, stop, clock);
  return checked(reading, end, window, window.start);
}

function nowPoint({ now }: Clock): TimePoint {
  return { kind: 'instant', at: now };
}

/** A window in whole seconds that ends no later than now, or what is wrong with it. `point` is the time that was meant. */
function checked(reading: Reading, next: number, window: Window, point: number): ReadWindow | Problem {
  const { words, at, clock, mostDays } = reading;
  const start = Math.floor(window.start);
  const end = Math.min(Math.ceil(window.end), clock.now);
  const said = shown(
    words
      .slice(at, next)
      .map(({ text }) => text)
      .join(' '),
  );
  if (point > clock.now)
    return wrong(reading, next, `${said} is in the future; flow logs know only the past.`);
  if (start >= end) return wrong(reading, next, `${said} has no length: it ends before or when it begins.`);
  if (end - start > mostDays * DAY) {
    const days = Math.ceil((end - start) / DAY);
    return wrong(
      reading,
      next,
      `${said} is ${days} days; a question looks at ${mostDays} at most.`,
      `last ${mostDays}d`,
    );
  }
  return { window: { start, end }, next };
}

function notATime(reading: Reading, from: number, example: string): Problem {
  const { words, at } = reading;
  const least = from + (isAmountOfNothing(words[from], words[from + 1]) ? 2 : 1);
  const end = Math.min(Math.max(timeEnd(words, from), least), words.length);
  const keyword = shown(words[at]?.text ?? '');
  const found = words.slice(from, end).map(({ text }) => text);
  const problem =
    found.length > 0
      ? `${shown(found.join(' '))} is not a time${from > at ? ` that ${keyword} takes` : ''}.`
      : `After ${keyword} the time is missing.`;
  return wrong(reading, end, problem, example);
}

function wrong({ words, at }: Reading, next: number, problem: string, example = 'last 1h'): Problem {
  const fixes = [replaced(words, at, next - at, example), replaced(words, at, next - at)];
  return { problem, allowed: TIME_FORMS, fixes };
}
