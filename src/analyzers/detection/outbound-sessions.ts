/** The connections of chosen pairs, each as one: how long it was open, and what went in either direction. */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, type RowOf, sum } from '../../query/flow-query.ts';
import { all, any, equals, type Predicate } from '../../query/predicate.ts';
import { byKey } from './by-key.ts';
import type { DetectorScope } from './detector.ts';
import { isOfPair, type OutboundPair, SLOT } from './outbound-pairs.ts';
import { answersOutbound, opensOutbound } from './outbound-traffic.ts';

/** More pairs of IPv6 would make a query longer than the 10,000 characters that CloudWatch Logs Insights takes, and groups cannot be torn apart. */
const MOST_SESSION_PAIRS = 20;
const MOST_ROWS = 5000;

const measures = {
  slots: countDistinct(slot('start', SLOT)),
  records: count(),
  packets: sum(field('packets')),
  bytes: sum(field('bytes')),
  first: min(field('start')),
  last: max(field('end')),
};

function answered({ source, destination, destinationPort, protocol }: OutboundPair): Predicate {
  return all(
    equals(SOURCE, destination),
    equals(DESTINATION, source),
    equals(field('srcPort'), destinationPort),
    equals(field('protocol'), protocol),
  );
}

/** How many time slots a connection of the pair was seen in, if all were alike: many for one that stays open, one for each of those that come and go. */
function slotsEach({ slots, sourcePorts }: OutboundPair): number {
  return slots / Math.max(1, sourcePorts);
}

/**
 * Both directions of the connections of the pairs whose connections stay open longest, at each interface apart: those that were seen in most time
 * slots first. What connects anew every minute is seen in as many slots as what stays open, and there is more of it.
 */
export function sessionsQueries(candidates: readonly OutboundPair[], scope: DetectorScope<unknown>) {
  const { window } = scope.request;
  const pairs = [...candidates].sort((a, b) => slotsEach(b) - slotsEach(a)).slice(0, MOST_SESSION_PAIRS);
  const most = [{ by: 'slots' as const, descending: true }];
  return {
    sent: groups({
      window,
      where: all(opensOutbound(scope), any(...pairs.map(isOfPair))),
      columns: {
        interfaceId: field('interfaceId'),
        source: SOURCE,
        destination: DESTINATION,
        destinationPort: field('dstPort'),
        protocol: field('protocol'),
        sourcePort: field('srcPort'),
      },
      measures,
      orderBy: most,
      limit: MOST_ROWS,
    }),
    answers: groups({
      window,
      where: all(answersOutbound(scope), any(...pairs.map(answered))),
      columns: {
        interfaceId: field('interfaceId'),
        source: DESTINATION,
        destination: SOURCE,
        destinationPort: field('srcPort'),
        protocol: field('protocol'),
        sourcePort: field('dstPort'),
      },
      measures,
      orderBy: most,
      limit: MOST_ROWS,
    }),
  };
}

export type SessionRow = RowOf<ReturnType<typeof sessionsQueries>['sent']>;

export interface Session {
  readonly interfaceId: string | null;
  readonly source: string;
  readonly destination: string;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly sourcePort: number | null;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly sent: SessionRow;
  readonly answers: SessionRow;
}

const tuple = (row: SessionRow) =>
  `${row.source} ${row.destination} ${row.destinationPort} ${row.protocol} ${row.sourcePort}`;

/** Where it was seen most; elsewhere the same was seen again. */
function seenMost(rows: readonly SessionRow[]): SessionRow | undefined {
  return rows.reduce<SessionRow | undefined>(
    (most, row) => (!most || row.packets > most.packets ? row : most),
    undefined,
  );
}

/** A connection that says something in fewer of its time slots is several ones from the same port. */
const SEEN_SHARE = 0.5;

/** Of a pair with a connection that was open for so many seconds. */
function fewestSlots(seconds: number): number {
  return (SEEN_SHARE * seconds) / SLOT;
}

/** Whether one of its connections may have been open for so many seconds. */
export function mayBeLong({ first, last, slots }: OutboundPair, seconds: number): boolean {
  return last - first >= seconds && slots >= fewestSlots(seconds);
}

/** Those that were open for so many seconds without a long pause, and in which both sides sent. */
export function longSessions(
  { sent: out, answers }: { readonly sent: readonly SessionRow[]; readonly answers: readonly SessionRow[] },
  seconds: number,
): readonly Session[] {
  const back = byKey(answers, tuple);
  return [...byKey(out, tuple).values()].flatMap((rows) => {
    const row = seenMost(rows);
    const answer = row && seenMost(back.get(tuple(row)) ?? []);
    if (!row || !answer) return [];
    const { source, destination, destinationPort, protocol, first, last } = row;
    if (source === null || destination === null || destinationPort === null) return [];
    if (protocol === null || first === null || last === null) return [];
    if (last - first < seconds || row.slots < (SEEN_SHARE * (last - first)) / SLOT) return [];
    const { interfaceId, sourcePort } = row;
    const ends = { interfaceId, source, destination, destinationPort, protocol, sourcePort };
    return [{ ...ends, first, last, sent: row, answers: answer }];
  });
}

/** What was read, in the order of time slots. */
interface Read {
  readonly cutOff: boolean;
  readonly rows: readonly { readonly slots: number }[];
}

/** Whether what was cut off may have been open for so many seconds. */
function hidesLong({ cutOff, rows }: Read, seconds: number): boolean {
  return cutOff && (rows.at(-1)?.slots ?? 0) >= fewestSlots(seconds);
}

/**
 * What may have been missed because there was too much of it.
 *
 * @param what is looked for, in the plural: `Long connections`
 * @param found pairs that may have such sessions, before the most of them were chosen
 * @param seconds how long such a session is open at least
 */
export function notLookedAt(
  what: string,
  found: number,
  seconds: number,
  { pairs, sent: out, answers }: Readonly<Record<'pairs' | 'sent' | 'answers', Read>>,
): readonly string[] {
  return [
    ...(hidesLong(pairs, seconds)
      ? [`${what} were looked for among the 10,000 busiest pairs of hosts alone.`]
      : []),
    ...(found > MOST_SESSION_PAIRS
      ? [
          `${what} were looked for in ${MOST_SESSION_PAIRS} of ${found} pairs of hosts alone: those with the fewest connections for their time.`,
        ]
      : []),
    ...(hidesLong(out, seconds) || hidesLong(answers, seconds)
      ? [`${what} may be missing: the pairs of hosts had more connections than could be read.`]
      : []),
  ];
}

/** Both directions together. */
export function packetsOf({ sent: out, answers }: Session): number {
  return out.packets + answers.packets;
}

export function bytesOf({ sent: out, answers }: Session): number {
  return out.bytes + answers.bytes;
}
