/** What is asked of each window: how much each connection moved, slot by slot, at each network interface that logged it. */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, groups, max, min, sum } from '../../query/flow-query.ts';
import { all, present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { Action } from '../../record/record.ts';
import type { Scope } from '../analyzer.ts';
import type { Sighting } from '../sighting.ts';
import { asked } from '../subject.ts';

/** More connections than a question about a host or a service has; a wider question is cut off, and then says so. */
export const TRAFFIC_ROWS = 20_000;

/** The flags are or-ed by AWS, and SYN-ACK is the greatest of them, so the greatest value still shows who answered (VPC User Guide, "tcp-flags"). */
export const TRAFFIC_MEASURES = {
  records: count(),
  packets: sum(field('packets')),
  bytes: sum(field('bytes')),
  flags: max(field('tcpFlags')),
  first: min(field('start')),
  last: max(field('end')),
};

export function trafficQuery(scope: Scope, window: Window, slotSeconds: number) {
  return groups({
    window,
    where: all(present('packets'), asked(scope)),
    columns: {
      interfaceId: field('interfaceId'),
      source: SOURCE,
      destination: DESTINATION,
      srcPort: field('srcPort'),
      dstPort: field('dstPort'),
      protocol: field('protocol'),
      action: field('action'),
      slot: slot('start', slotSeconds),
    },
    measures: TRAFFIC_MEASURES,
    orderBy: [{ by: 'packets', descending: true }],
    limit: TRAFFIC_ROWS,
  });
}

export interface TrafficRow {
  readonly interfaceId: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly action: Action | null;
  readonly slot: number | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

/** Which of the two windows something was seen in. */
export type When = 'before' | 'after';

/** A connection's traffic in one direction in one slot. */
export interface Seen extends Sighting {
  readonly when: When;
  readonly slot: number;
}

/** The rows that are traffic. */
export function seenIn(when: When, rows: readonly TrafficRow[]): readonly Seen[] {
  return rows.flatMap((row) => {
    const { source, destination, action, first, last, slot: at } = row;
    if (source === null || destination === null || action === null) return [];
    if (first === null || last === null || at === null) return [];
    const { interfaceId, srcPort, dstPort, protocol, records, packets, bytes, flags: tcpFlags } = row;
    const unknown = { subnetId: null, flowDirection: null, rejectReason: null };
    const ends = { source, destination, srcAddr: source, dstAddr: destination, srcPort, dstPort };
    const seen = { interfaceId, protocol, action, tcpFlags, records, packets, bytes, first, last };
    return [Object.assign(seen, ends, unknown, { when, slot: at })];
  });
}
