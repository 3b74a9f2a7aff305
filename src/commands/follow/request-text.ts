/** A question as one would type it in full, whatever was pressed instead or left to the thread: it is shown, remembered, and can be typed again. */
import type { Request, Subject } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import { protocolName } from '../../record/protocols.ts';
import { readProtocol } from '../grammar/port.ts';
import type { Clock } from '../grammar/time-point.ts';
import { understandText } from '../grammar/understand.ts';
import { quote } from '../grammar/words.ts';
import { VERBS } from '../index.ts';
import { windowText } from './window-text.ts';

const DAY = 86_400;
const UNITS = [
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `24h` for one day, since people say so; `3d` for more of them. */
function durationText(seconds: number): string {
  if (seconds > DAY && seconds % DAY === 0) return `${seconds / DAY}d`;
  let left = seconds;
  const parts = UNITS.map(([unit, size]) => {
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount === 0 ? '' : `${amount}${unit}`;
  });
  return parts.join('');
}

/** A window that ends now is said as long as it is, where that is easier to grasp than when it began. */
function whenText(window: Window, clock: Clock): string {
  const length = window.end - window.start;
  const isEasy = length < DAY || length % DAY === 0;
  return window.end === clock.now && isEasy ? `last ${durationText(length)}` : windowText(window, clock);
}

/** The stretch of the same length just before is what a comparison is with where nothing is said. */
function versusText({ window, versus }: Request, clock: Clock): string {
  if (!versus) return '';
  const { start, end } = versus;
  const isJustBefore = end === window.start && end - start === window.end - window.start;
  return isJustBefore ? '' : `vs ${whenText(versus, clock)}`;
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
    takesWindow ? whenText(request.window, clock) : '',
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
 * then. A name is in quotation marks where it would be read as something else without them.
 */
export function requestText(request: Request, clock: Clock): string {
  const bare = written(request, clock, (name) => name);
  return readsBack(bare, request, clock) ? bare : written(request, clock, quoted);
}
