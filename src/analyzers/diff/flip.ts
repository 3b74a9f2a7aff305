/** Whether what was accepted is rejected now, or the other way round: judged by connections, at the one interface and in the one direction that show it best. */
import type { Action } from '../../record/record.ts';
import { opensConnection } from '../../record/tcp-flags.ts';
import { chanceOfAtLeast } from './chance.ts';
import type { Exchange, Side } from './exchange.ts';
import type { Seen, When } from './traffic.ts';

/** Connections by what became of them. */
interface Outcomes {
  readonly accepted: number;
  readonly rejected: number;
}

export interface Flip {
  readonly to: Action;
  /** `whole`: as good as all of it; `part`: some connections only. */
  readonly extent: 'whole' | 'part';
  readonly side: Side;
  readonly before: Outcomes;
  readonly after: Outcomes;
  /** The first record of the later window that shows it, seconds since the epoch. */
  readonly at: number;
  /** Connections were told apart, by the clients' ports. */
  readonly isCounted: boolean;
}

const TCP = 6;
/** Rejected packets that come after a connection has closed are few, and carry no SYN: AWS calls them REJECT too (VPC User Guide, "action"). */
const LATE_PACKETS = 3;
/** Shares of connections. */
const HARDLY = 0.1;
const MOSTLY = 0.5;
/** Where connections cannot be told apart, all their packets together are one: accepted or rejected as good as whole, or neither. */
const NEARLY_ALL = 0.9;
/** A share that grows by less is not worth a line. */
const NOTICEABLE = 0.05;
/** One in a thousand, as thousands of conversations may be compared. */
const CHANCE = 0.001;

interface Tally {
  accepted: number;
  rejected: number;
  opened: boolean;
}

function tallies({ seen, way }: Side, when: When): ReadonlyMap<number | null, Tally> {
  const byPort = new Map<number | null, Tally>();
  for (const one of seen) {
    if (one.when !== when) continue;
    const port = way === 'request' ? one.srcPort : one.dstPort;
    const tally = byPort.get(port) ?? { accepted: 0, rejected: 0, opened: false };
    byPort.set(port, tally);
    if (one.action === 'ACCEPT') tally.accepted += one.packets;
    else tally.rejected += one.packets;
    // Without flags a late packet looks as any other, and so does one that opens a connection.
    tally.opened ||= one.tcpFlags === null || opensConnection(one.tcpFlags);
  }
  return byPort;
}

function isPort(port: number | null): boolean {
  return port !== null && port > 0;
}

function outcomes(side: Side, when: When, protocol: number | null): Outcomes {
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

function total({ accepted, rejected }: Outcomes): number {
  return accepted + rejected;
}

function share({ rejected }: Outcomes, of: number): number {
  return of === 0 ? 0 : rejected / of;
}

/** How likely chance is to reject so many more after than before. */
function chance(less: Outcomes, more: Outcomes): number {
  return chanceOfAtLeast(
    more.rejected,
    total(more),
    less.rejected + more.rejected,
    total(less) + total(more),
  );
}

function opposite({ accepted, rejected }: Outcomes): Outcomes {
  return { accepted: rejected, rejected: accepted };
}

function extentOf(before: Outcomes, after: Outcomes): Flip['extent'] | undefined {
  const [one, other] = [share(before, total(before)), share(after, total(after))];
  // Rules do not vary by chance: all before and none after needs no large numbers.
  if (one === 0 && other === 1) return 'whole';
  if (other - one < NOTICEABLE || chance(before, after) > CHANCE) return undefined;
  return one <= HARDLY && other >= MOSTLY ? 'whole' : 'part';
}

function firstAt(side: Side, to: Action): number {
  const shown = side.seen.filter(({ when, action }) => when === 'after' && action === to);
  return Math.min(...shown.map(({ first }) => first));
}

function flipOf(side: Side, protocol: number | null): Flip | undefined {
  const [before, after] = [outcomes(side, 'before', protocol), outcomes(side, 'after', protocol)];
  if (total(before) === 0 || total(after) === 0) return undefined;
  const isCounted = [...tallies(side, 'after').keys()].some(isPort);
  const seen = { side, before, after, isCounted };
  const rejected = extentOf(before, after);
  if (rejected) return { to: 'REJECT', extent: rejected, ...seen, at: firstAt(side, 'REJECT') };
  const accepted = extentOf(opposite(before), opposite(after));
  return accepted && { to: 'ACCEPT', extent: accepted, ...seen, at: firstAt(side, 'ACCEPT') };
}

function strength({ extent, before, after }: Flip): number {
  return (extent === 'whole' ? 1e9 : 0) + Math.min(total(before), total(after));
}

/** The plainest flip of a conversation; undefined where what became of its connections did not change. */
export function flipIn({ sides, protocol }: Exchange): Flip | undefined {
  return sides
    .flatMap((side) => flipOf(side, protocol) ?? [])
    .reduce<Flip | undefined>(
      (best, one) => (best && strength(best) >= strength(one) ? best : one),
      undefined,
    );
}

/** What shows a flip: the last of what was before, and the first of what came after. */
export function flipShown({ side, to }: Flip): readonly Seen[] {
  const byTime = (a: Seen, b: Seen) => a.first - b.first;
  const of = (when: When, is: boolean) =>
    side.seen.filter((one) => one.when === when && (one.action === to) === is).sort(byTime);
  return [...of('before', false).slice(-2), ...of('after', true).slice(0, 3)];
}
