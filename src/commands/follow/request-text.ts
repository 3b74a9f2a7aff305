/** A question as one would type it, for what was pressed instead: it is shown, remembered, and can be typed again. */
import type { Request, Subject } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import { protocolName } from '../../record/protocols.ts';
import { readProtocol } from '../grammar/port.ts';
import type { Clock } from '../grammar/time-point.ts';
import { instantOf, wallSeconds, wallTime } from '../grammar/time-zone.ts';
import { understandText } from '../grammar/understand.ts';
import { quote } from '../grammar/words.ts';
import { VERBS } from '../index.ts';

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;
/** Up to here hours are counted on, since people say 24 and 36 hours. */
const HOURS_UP_TO = 2 * 86_400;

function durationText(seconds: number): string {
  let left = seconds;
  const parts = UNITS.map(([unit, size]) => {
    if (unit === 'd' && seconds < HOURS_UP_TO) return '';
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount === 0 ? '' : `${amount}${unit}`;
  });
  return parts.join('');
}

function twoDigits(amount: number): string {
  return String(amount).padStart(2, '0');
}

interface OnTheWall {
  readonly day: string;
  readonly time: string;
}

function onTheWall(instant: number, timeZone: string): OnTheWall {
  const { year, month, day, hour, minute, second } = wallTime(instant, timeZone);
  const time = [hour, minute, ...(second === 0 ? [] : [second])].map(twoDigits).join(':');
  return { day: `${year}-${twoDigits(month)}-${twoDigits(day)}`, time };
}

/** Whether clocks of the zone show these times once; a window is read from the first to the last of those that they show twice. */
function isPlain({ start, end }: Window, timeZone: string): boolean {
  const wall = (instant: number) => wallSeconds(wallTime(instant, timeZone));
  return (
    instantOf(wall(start), timeZone, 'first') === start && instantOf(wall(end), timeZone, 'last') === end
  );
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function absolute(window: Window, timeZone: string): string {
  const { start, end } = window;
  if (!isPlain(window, timeZone)) return `${iso(start)} to ${iso(end)}`;
  const [from, to] = [onTheWall(start, timeZone), onTheWall(end, timeZone)];
  return `${from.day} ${from.time} to ${from.day === to.day ? '' : `${to.day} `}${to.time}`;
}

function windowText(window: Window, { now, timeZone }: Clock): string {
  const { start, end } = window;
  return end === now ? `last ${durationText(end - start)}` : absolute(window, timeZone);
}

/** The stretch of the same length just before is what a comparison is with where nothing is said. */
function versusText({ window, versus }: Request, clock: Clock): string {
  if (!versus) return '';
  const { start, end } = versus;
  const isJustBefore = end === window.start && end - start === window.end - window.start;
  return isJustBefore ? '' : `vs ${windowText(versus, clock)}`;
}

function subjectText(subject: Subject, nameText: (name: string) => string): string {
  switch (subject.kind) {
    case 'address':
    case 'cidr':
      return subject.text;
    case 'name':
      return nameText(subject.name);
    default:
      return subject.id;
  }
}

function portText({ low, high }: NonNullable<Request['port']>): string {
  return `port ${low === high ? low : `${low}-${high}`}`;
}

function protocolText(protocol: number): string {
  const name = protocolName(protocol);
  return `proto ${readProtocol(name) === protocol ? name : protocol}`;
}

function written(request: Request, clock: Clock, nameText: (name: string) => string): string {
  const { verb, subjects, from, to, port, protocol, action, by, limit, source, file } = request;
  const takesWindow = VERBS.some(
    (one) => one.name === verb && one.kind === 'question' && one.clauses.includes('window'),
  );
  return [
    verb,
    request.flowLog ?? '',
    ...subjects.map((subject) => subjectText(subject, nameText)),
    from ? `from ${subjectText(from, nameText)}` : '',
    to ? `to ${subjectText(to, nameText)}` : '',
    port ? portText(port) : '',
    protocol === undefined ? '' : protocolText(protocol),
    action?.toLowerCase() ?? '',
    ...(by?.split(' ').map((word) => `by ${word}`) ?? []),
    limit === undefined ? '' : `top ${limit}`,
    request.firehose ? 'firehose' : '',
    takesWindow ? windowText(request.window, clock) : '',
    versusText(request, clock),
    source === undefined ? '' : `in ${/^[\w.=,-]+$/.test(source) ? source : quoted(source)}`,
    file === undefined ? '' : `as ${file}`,
    request.fresh ? 'fresh' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Other marks of quotation, for what holds the plain ones before a space. */
function quoted(name: string): string {
  const plain = quote(name);
  const [mark = '"'] = plain;
  return name.includes(mark) ? `«${name}»` : plain;
}

/** Whether a text is read as that very request. */
function readsBack(text: string, request: Request, clock: Clock): boolean {
  const read = understandText(text, clock, VERBS);
  return (
    read.kind === 'question' &&
    JSON.stringify(read.request.subjects) === JSON.stringify(request.subjects) &&
    JSON.stringify([read.request.from, read.request.to]) === JSON.stringify([request.from, request.to])
  );
}

/**
 * `reject 10.0.1.5 port 443 last 3h`, `top web-1 2026-11-23 14:00 to 15:00`: the text that is read as this request by a person in that time zone,
 * then. Times are those on the wall, and of UTC where a clock is put forward or back. A name is in quotation marks where it would be read as
 * something else without them.
 */
export function requestText(request: Request, clock: Clock): string {
  const bare = written(request, clock, (name) => name);
  return readsBack(bare, request, clock) ? bare : written(request, clock, quoted);
}
