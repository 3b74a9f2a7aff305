/** What a flow log writes of connections that were recorded elsewhere: one record an interface, direction, aggregation interval and action. */

import { TCP } from '../../src/record/protocols.ts';
import type { ZeekConnection } from './zeek-connections.ts';

/** How the flow log is set. */
export interface Logging {
  /** Seconds of an aggregation interval. */
  readonly aggregation: 60 | 600;
  /** Whose fields: version 5 has those of tcp-flags, the packet's own addresses and the direction. */
  readonly version: 2 | 5;
  /** The interfaces with a flow log, by their addresses. */
  readonly interfaces: ReadonlyMap<string, string>;
  /** Whether the responder's rules turn it away. */
  readonly isRejected?: (connection: ZeekConnection) => boolean;
}

const HEADERS = {
  2: 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  5: 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags pkt-srcaddr pkt-dstaddr flow-direction',
} as const;
const ACCOUNT = '111122223333';
const [FIN, SYN, RST, SYN_ACK] = [1, 2, 4, 18];

/** One direction of a connection, at one interface. */
interface Leg {
  readonly interfaceId: string;
  readonly source: ZeekConnection['originator'];
  readonly destination: ZeekConnection['originator'];
  readonly direction: 'ingress' | 'egress';
  readonly isReply: boolean;
  readonly action: 'ACCEPT' | 'REJECT';
}

interface RecordSoFar {
  readonly leg: Leg;
  readonly protocol: number;
  packets: number;
  bytes: number;
  start: number;
  end: number;
  flags: number;
}

/** An interface where it is turned away sees no answer, and one that lets it out does not either. */
function legsOf(connection: ZeekConnection, { interfaces, isRejected }: Logging): readonly Leg[] {
  const { originator, responder, received } = connection;
  const rejected = isRejected?.(connection) ?? false;
  return [originator, responder].flatMap(({ address }, index) => {
    const interfaceId = interfaces.get(address);
    if (interfaceId === undefined) return [];
    const isSender = index === 0;
    const action = rejected && !isSender ? ('REJECT' as const) : ('ACCEPT' as const);
    const there = { interfaceId, source: originator, destination: responder, action, isReply: false };
    const back = { interfaceId, source: responder, destination: originator, action, isReply: true };
    return [
      { ...there, direction: isSender ? ('egress' as const) : ('ingress' as const) },
      ...(received.packets > 0 && !rejected
        ? [{ ...back, direction: isSender ? ('ingress' as const) : ('egress' as const) }]
        : []),
    ];
  });
}

/** The flags of a side's first and last packets, as its letters have them. */
function flagsOf({ protocol, history }: ZeekConnection, isReply: boolean, of: Slice): number {
  if (protocol !== TCP) return 0;
  const has = (letter: string) => history.includes(isReply ? letter.toLowerCase() : letter);
  const opening = of.isFirst ? (has('S') ? SYN : 0) | (has('H') ? SYN_ACK : 0) : 0;
  const closing = of.isLast ? (has('F') ? FIN : 0) | (has('R') ? RST : 0) : 0;
  return opening | closing;
}

interface Slice {
  readonly interval: number;
  readonly start: number;
  readonly end: number;
  /** The share of the connection's time up to its beginning and up to its end. */
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** An interface counts its intervals from when it began to log, and not with the clock: here from its name, so that two differ. */
function phaseOf(interfaceId: string, aggregation: number): number {
  return [...interfaceId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % aggregation;
}

/** The aggregation intervals that a connection lies in. Its packets are taken to be spread evenly, as nothing is known of that. */
function slicesOf({ at, seconds }: ZeekConnection, phase: number, aggregation: number): readonly Slice[] {
  const first = Math.floor((at - phase) / aggregation);
  const last = Math.floor((at + seconds - phase) / aggregation);
  const share = (moment: number) => (seconds === 0 ? 1 : (moment - at) / seconds);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const begins = (first + index) * aggregation + phase;
    const [isFirst, isLast] = [index === 0, index === last - first];
    const start = isFirst ? at : begins;
    return {
      ...{ interval: first + index, start, isFirst, isLast },
      end: isLast ? at + seconds : begins + aggregation - 1,
      from: isFirst ? 0 : share(start),
      to: isLast ? 1 : share(begins + aggregation),
    };
  });
}

function lineOf({ leg, protocol, packets, bytes, start, end, flags }: RecordSoFar, version: 2 | 5): string {
  const { interfaceId, source, destination, direction, action } = leg;
  const fields = [version, ACCOUNT, interfaceId, source.address, destination.address];
  const counted = [source.port, destination.port, protocol, packets, bytes];
  const when = [Math.floor(start), Math.floor(end), action, 'OK'];
  const more = version === 5 ? [flags, source.address, destination.address, direction] : [];
  return [...fields, ...counted, ...when, ...more].join(' ');
}

/** With their header, in the order of their starts. */
export function flowLogOf(connections: readonly ZeekConnection[], logging: Logging): readonly string[] {
  const { aggregation, version } = logging;
  const records = new Map<string, RecordSoFar>();
  for (const connection of connections) {
    for (const leg of legsOf(connection, logging)) {
      const { packets, bytes } = leg.isReply ? connection.received : connection.sent;
      for (const slice of slicesOf(connection, phaseOf(leg.interfaceId, aggregation), aggregation)) {
        const [from, to] = [Math.round(packets * slice.from), Math.round(packets * slice.to)];
        if (to === from) continue;
        const upTo = (count: number) => Math.round((bytes * count) / packets);
        const key = [
          ...[leg.interfaceId, leg.source.address, leg.source.port, leg.destination.address],
          ...[leg.destination.port, connection.protocol, leg.action, slice.interval],
        ].join(' ');
        const before = records.get(key);
        records.set(key, {
          ...{ leg, protocol: connection.protocol },
          packets: (before?.packets ?? 0) + to - from,
          bytes: (before?.bytes ?? 0) + upTo(to) - upTo(from),
          start: Math.min(before?.start ?? slice.start, slice.start),
          end: Math.max(before?.end ?? slice.end, slice.end),
          flags: (before?.flags ?? 0) | flagsOf(connection, leg.isReply, slice),
        });
      }
    }
  }
  const inOrder = [...records.values()].sort((a, b) => a.start - b.start);
  return [HEADERS[version], ...inOrder.map((record) => lineOf(record, version))];
}
