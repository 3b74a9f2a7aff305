/** How much of the traffic at an interface is let through and how much is rejected, each way: what is rejected is not mirrored. */
import { directionOf, type OwnAddresses } from '../interface-address.ts';
import type { Sighting } from '../sighting.ts';

interface Counted {
  /** Packets. */
  readonly accepted: number;
  readonly rejected: number;
}

export interface TrafficAt {
  readonly in: Counted;
  readonly out: Counted;
  /** What was rejected, most packets first. */
  readonly rejections: readonly Sighting[];
}

/**
 * Fewer rejected packets than this share of all are late ones of connections that work: REJECT also covers packets that arrive after their
 * connection has closed (VPC User Guide, "Flow log records").
 */
const LATE_SHARE = 0.1;

export function isRejected({ accepted, rejected }: Counted): boolean {
  return rejected > 0 && rejected >= LATE_SHARE * (accepted + rejected);
}

function packets(seen: readonly Sighting[], action: Sighting['action']): number {
  return seen.reduce((total, one) => (one.action === action ? total + one.packets : total), 0);
}

function countedIn(seen: readonly Sighting[]): Counted {
  return { accepted: packets(seen, 'ACCEPT'), rejected: packets(seen, 'REJECT') };
}

/** @param isOwn whether an address is the mirrored end's */
export function trafficAt(
  interfaceId: string,
  seen: readonly Sighting[],
  own: OwnAddresses,
  isOwn: (address: string) => boolean,
): TrafficAt {
  const here = seen.filter((one) => one.interfaceId === interfaceId);
  const elsewhere = (one: Sighting) =>
    seen.filter(
      (other) =>
        other.interfaceId !== interfaceId &&
        other.source === one.source &&
        other.destination === one.destination,
    );
  const way = (one: Sighting) => directionOf(one, own, elsewhere(one), isOwn).way;
  return {
    in: countedIn(here.filter((one) => way(one) === 'in')),
    out: countedIn(here.filter((one) => way(one) === 'out')),
    rejections: here.filter(({ action }) => action === 'REJECT').sort((a, b) => b.packets - a.packets),
  };
}
