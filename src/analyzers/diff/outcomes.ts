/** What became of a conversation's connections in one window, at one interface and in one direction. */
import { TCP } from '../../record/protocols.ts';
import { opensConnection } from '../../record/tcp-flags.ts';
import type { Side } from './exchange.ts';
import type { When } from './traffic.ts';

/** Connections by what became of them. */
export interface Outcomes {
  readonly accepted: number;
  readonly rejected: number;
}

/** Rejected packets that come after a connection has closed are few, and carry no SYN: AWS calls them REJECT too (VPC User Guide, "action"). */
const LATE_PACKETS = 3;
/** Where connections cannot be told apart, all their packets together are one: accepted or rejected as good as whole, or neither. */
const NEARLY_ALL = 0.9;

/** One connection in one window, packets by action. */
interface Tally {
  accepted: number;
  rejected: number;
  /** It was seen to open, as far as flags tell. */
  opened: boolean;
  /** Seconds since the epoch. */
  first: number;
}

function tallies({ seen, way }: Side, when: When): ReadonlyMap<number | null, Tally> {
  const byPort = new Map<number | null, Tally>();
  for (const one of seen) {
    if (one.when !== when) continue;
    const port = way === 'request' ? one.srcPort : one.dstPort;
    const tally = byPort.get(port) ?? { accepted: 0, rejected: 0, opened: false, first: one.first };
    byPort.set(port, tally);
    tally.first = Math.min(tally.first, one.first);
    if (one.action === 'ACCEPT') tally.accepted += one.packets;
    else tally.rejected += one.packets;
    // Without flags a late packet looks as any other, and so does one that opens a connection.
    tally.opened ||= one.tcpFlags === null || opensConnection(one.tcpFlags);
  }
  return byPort;
}

/** Whether the client's port is known, so that its connections can be told apart. */
function isPort(port: number | null): boolean {
  return port !== null && port > 0;
}

export function outcomes(side: Side, when: When, protocol: number | null): Outcomes {
  const earlier = when === 'after' ? tallies(side, 'before') : new Map<number | null, Tally>();
  let [accepted, rejected] = [0, 0];
  for (const [port, tally] of tallies(side, when)) {
    if (!isPort(port)) {
      const rejectedShare = tally.rejected / (tally.accepted + tally.rejected);
      accepted += rejectedShare <= 1 - NEARLY_ALL ? 1 : 0;
      rejected += rejectedShare >= NEARLY_ALL ? 1 : 0;
      continue;
    }
    const wasOpen = (earlier.get(port)?.accepted ?? 0) > 0;
    const isLate = protocol === TCP && wasOpen && !tally.opened && tally.rejected <= LATE_PACKETS;
    if (tally.rejected === 0 || tally.accepted > tally.rejected) accepted += 1;
    else if (!isLate || tally.accepted > 0) rejected += 1;
  }
  return { accepted, rejected };
}

/** Whether connections can be told apart, by the clients' ports. */
export function areCounted(side: Side): boolean {
  return side.seen.some(({ srcPort, dstPort }) => isPort(side.way === 'request' ? srcPort : dstPort));
}

/** So many in a row are no accident. */
const LEAST_REFUSED = 3;

/**
 * A rule that is taken away leaves tracked connections open and refuses new ones (EC2 User Guide, "Security group connection tracking"): every
 * connection that opens from some moment on is rejected, though few may be, and though those that were open go on.
 */
export function refusesNew(side: Side): boolean {
  const earlier = tallies(side, 'before');
  if ([...earlier.values()].some(({ rejected }) => rejected > 0)) return false;
  const opened = [...tallies(side, 'after')].filter(
    ([port, tally]) => isPort(port) && tally.opened && !earlier.has(port),
  );
  const refused = opened.filter(([, { accepted }]) => accepted === 0);
  const since = Math.min(...refused.map(([, { first }]) => first));
  const isClean = opened.every(([, { accepted, first }]) => accepted === 0 || first < since);
  return refused.length >= LEAST_REFUSED && isClean;
}
