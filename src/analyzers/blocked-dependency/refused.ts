/** What is rejected inside, put together by client and service, from sums over rejected records. */
import { TCP } from '../../record/protocols.ts';
import { answersConnection, opensConnection } from '../../record/tcp-flags.ts';
import { dependencyKey, type Refused } from './dependency.ts';

/** Rejected records with the same ends, seen from one side: those of requests, or those of replies. */
export interface RefusedRow {
  readonly interfaceId: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly protocol: number | null;
  /** The server's. */
  readonly port: number | null;
  readonly tcpFlags: number | null;
  readonly packets: number;
  /** Distinct ports of the client. */
  readonly clientPorts: number;
  /** Minutes in which records start. */
  readonly minutes: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** Where flags are recorded they tell attempts from packets that trail a closed connection. */
function isAttempt({ protocol, tcpFlags }: RefusedRow, side: 'requests' | 'replies'): boolean {
  if (protocol !== TCP || tcpFlags === null) return true;
  return side === 'requests' ? opensConnection(tcpFlags) : answersConnection(tcpFlags);
}

function refusedIn(row: RefusedRow, side: 'requests' | 'replies'): Refused | undefined {
  const { interfaceId, source, destination, protocol, port, first, last } = row;
  if (source === null || destination === null || protocol === null || port === null) return undefined;
  if (first === null || last === null || !isAttempt(row, side)) return undefined;
  const ofReplies = side === 'replies';
  return {
    client: ofReplies ? destination : source,
    server: ofReplies ? source : destination,
    ...{ port, protocol, first, last },
    interfaces: new Set([interfaceId]),
    tries: Math.max(row.clientPorts, row.minutes),
    packets: row.packets,
    repliesOnly: ofReplies,
  };
}

/** The same attempt may be in both, as both ends log it: the larger count stands, not the sum. */
function together(one: Refused, other: Refused): Refused {
  return {
    ...one,
    interfaces: new Set([...one.interfaces, ...other.interfaces]),
    tries: Math.max(one.tries, other.tries),
    packets: Math.max(one.packets, other.packets),
    repliesOnly: one.repliesOnly && other.repliesOnly,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
  };
}

/** Every dependency of which at least `tries` attempts were rejected, the most tried first. */
export function refusedAmong(
  requests: readonly RefusedRow[],
  replies: readonly RefusedRow[],
  tries: number,
): readonly Refused[] {
  const all = [
    ...requests.flatMap((row) => refusedIn(row, 'requests') ?? []),
    ...replies.flatMap((row) => refusedIn(row, 'replies') ?? []),
  ];
  const byKey = new Map<string, Refused>();
  for (const one of all) {
    const key = dependencyKey(one);
    const known = byKey.get(key);
    byKey.set(key, known ? together(known, one) : one);
  }
  return [...byKey.values()].filter((one) => one.tries >= tries).sort((a, b) => b.tries - a.tries);
}
