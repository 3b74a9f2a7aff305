/** One direction of one five-tuple as one network interface logged it: the unit that conversations are put together from. */
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { count, max, min, sum } from '../query/flow-query.ts';
import type { Action } from '../record/record.ts';

/** What identifies a sighting in a query's rows. */
export const SIGHTING_COLUMNS = {
  interfaceId: field('interfaceId'),
  subnetId: field('subnetId'),
  srcAddr: field('srcAddr'),
  dstAddr: field('dstAddr'),
  source: SOURCE,
  destination: DESTINATION,
  srcPort: field('srcPort'),
  dstPort: field('dstPort'),
  protocol: field('protocol'),
  action: field('action'),
  tcpFlags: field('tcpFlags'),
  flowDirection: field('flowDirection'),
  rejectReason: field('rejectReason'),
};

export const SIGHTING_MEASURES = {
  records: count(),
  packets: sum(field('packets')),
  bytes: sum(field('bytes')),
  first: min(field('start')),
  last: max(field('end')),
};

/** A row of a query with those columns and measures. Addresses and ports are null only in records without traffic. */
export interface SightingRow {
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  /** As the interface sees it: one of the two is the interface's own address. */
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  /** As the packet says it. */
  readonly source: string | null;
  readonly destination: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly action: Action | null;
  readonly tcpFlags: number | null;
  readonly flowDirection: string | null;
  readonly rejectReason: string | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** Seconds since the epoch. */
  readonly first: number | null;
  readonly last: number | null;
}

/** A sighting of traffic: both addresses, the action and the times are there. */
export interface Sighting extends SightingRow {
  readonly source: string;
  readonly destination: string;
  readonly action: Action;
  readonly first: number;
  readonly last: number;
}

/** The rows that are traffic, without those of NODATA and SKIPDATA records. */
export function sightings(rows: readonly SightingRow[]): readonly Sighting[] {
  return rows.flatMap((row) => {
    const { source, destination, action, first, last } = row;
    if (source === null || destination === null || action === null || first === null || last === null)
      return [];
    return [{ ...row, source, destination, action, first, last }];
  });
}
