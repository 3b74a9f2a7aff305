/** What a message that was not written to flows is about: an alarm of another tool, a finding, a colleague's sentence, a log line. */
import type { Window } from '../query/window.ts';
import { ICMP, protocolName } from '../record/protocols.ts';
import { FIRST_EPHEMERAL, type FoundPort, portsIn, protocolsIn } from './find/ports.ts';
import { recordIn } from './find/record-line.ts';
import { withoutMarkup } from './find/slack-markup.ts';
import { type FoundSubject, isNarrow, subjectsIn } from './find/subjects.ts';
import { timesIn } from './find/times.ts';

/** More than Slack lets anybody write. */
const LONGEST = 40_000;
/** About so much around a moment is asked, seconds: what led to an alarm comes before it. */
const AROUND = 30 * 60;
/** Up to so many seconds after a message, the last hour is what it is about. */
const RECENT = 3600;
/** Moments further apart than this are not of one event, seconds. */
const LONGEST_EVENT = 6 * 3600;
const MOST_DAYS = 31;
const DAY = 86_400;

export interface Found {
  /** The likeliest to be meant first. */
  readonly subjects: readonly FoundSubject[];
  readonly ports: readonly FoundPort[];
  /** IANA numbers. */
  readonly protocols: readonly number[];
  /** Seconds since the epoch, as said with day, clock time and zone. */
  readonly times: readonly number[];
  /** A flow log record in AWS's default format, as it stands. */
  readonly record: string | null;
}

/** Takes any text and never throws; its time grows with the text's length alone. */
export function findInText(text: string): Found {
  const said = withoutMarkup(text.slice(0, LONGEST));
  const line = recordIn(said);
  // A record's own numbers say nothing that its fields do not say better.
  if (line) return { ...ofRecord(line.record), record: line.line };
  const subjects = subjectsIn(said);
  const written = subjects.flatMap(({ port }) => port ?? []);
  return {
    subjects,
    ports: portsIn(said, written),
    protocols: protocolsIn(said),
    times: timesIn(said),
    record: null,
  };
}

type FlowRecord = NonNullable<ReturnType<typeof recordIn>>['record'];

/** The sender before the receiver; the other way round in a record of replies, which go to a port that was taken for the occasion. */
function ofRecord(record: FlowRecord): Omit<Found, 'record'> {
  const { srcAddr, dstAddr, srcPort, dstPort, interfaceId, start, protocol } = record;
  const isReply = (dstPort ?? 0) >= FIRST_EPHEMERAL && (srcPort ?? FIRST_EPHEMERAL) < FIRST_EPHEMERAL;
  const ends = isReply ? [dstAddr, srcAddr] : [srcAddr, dstAddr];
  const port = isReply ? srcPort : dstPort;
  return {
    subjects: subjectsIn(srcAddr && dstAddr ? ends.join(' ') : `${interfaceId}`),
    ports: portsIn('', port ? [port] : []),
    protocols: typeof protocol === 'number' ? [protocol] : [],
    times: typeof start === 'number' ? [start] : [],
  };
}

/** As the grammar reads it after `port`. */
export function portText({ port: { low, high }, protocol }: FoundPort): string {
  const ports = low === high ? `${low}` : `${low}-${high}`;
  return protocol === undefined ? ports : `${ports} proto ${protocolName(protocol).toLowerCase()}`;
}

/** As they stand in the text: who is named first is rather who opens the connection. */
export function asTheyStand(subjects: readonly FoundSubject[]): readonly FoundSubject[] {
  return [...subjects].sort((a, b) => a.at - b.at);
}

/** About these subjects: one is asked what is rejected of it, two how traffic gets from the first to the second. */
export function questionAbout(
  subjects: readonly string[],
  port: string | null,
  { protocols }: Pick<Found, 'protocols'>,
): string {
  const isPing = port === null && protocols.length === 1 && protocols[0] === ICMP;
  const words = [
    subjects.length === 2 ? 'trace' : 'reject',
    ...subjects,
    ...(port === null ? [] : [`port ${port}`]),
    ...(isPing ? ['proto icmp'] : []),
  ];
  return words.join(' ');
}

/** The question that follows from what was found; null where somebody has to choose. */
export function plainQuestion(found: Found): string | null {
  const { subjects, ports, record } = found;
  const narrow = subjects.filter(isNarrow);
  const candidates = narrow.length > 0 ? narrow : subjects;
  const areEnds = candidates.length === 2 && candidates.every(({ subject }) => subject.kind === 'address');
  if (record !== null || (candidates.length !== 1 && !areEnds)) return null;
  const [port] = ports;
  const texts = asTheyStand(candidates).map(({ text }) => text);
  return questionAbout(texts, port && ports.length === 1 ? portText(port) : null, found);
}

/** The window that a message is about; null for the last hour. @param writtenAt seconds since the epoch */
export function windowOf({ times }: Pick<Found, 'times'>, writtenAt: number, now: number): Window | null {
  const past = times.filter((time) => time <= now && time > now - MOST_DAYS * DAY);
  const [first = writtenAt] = past;
  if (past.length === 0 && now - writtenAt <= RECENT) return null;
  const isOne = past.length === 0 || Math.max(...past) - Math.min(...past) > LONGEST_EVENT;
  const [start, end] = isOne ? [first, first] : [Math.min(...past), Math.max(...past)];
  return { start: Math.floor(start) - AROUND, end: Math.min(Math.floor(end) + AROUND, now) };
}
