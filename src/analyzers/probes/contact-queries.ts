/** Everything that was tried between candidates, and everything that came back, so that what was answered is told from what was not. */

import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { countDistinct, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import type { Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';

/** CloudWatch Logs Insights gives no more. */
const MOST_CONTACTS = 10_000;

/** What worked so long before the window still tells that its sender is expected there, seconds. */
export const LOOKED_BACK = 3600;

const MEASURES = {
  ...SIGHTING_MEASURES,
  /** Of one record. */
  mostPackets: max(field('packets')),
  /** Above 17 where a SYN-ACK is among them, as ACK comes with SYN alone. */
  flags: max(field('tcpFlags')),
  lowest: min(field('srcPort')),
  highest: max(field('srcPort')),
  interfaces: countDistinct(field('interfaceId')),
  packetEnds: countDistinct(field('pktDstAddr')),
};

/**
 * One row an attempted service and action, its repeats together. `port` is the one that was tried.
 *
 * @param largest read what most was sent to first, so that what is cut off are attempts that came to nothing; else what was tried first
 */
export function triesQuery(window: Window, where: Predicate, largest = false) {
  return groups({
    window: { start: window.start - LOOKED_BACK, end: window.end },
    where,
    columns: {
      source: SOURCE,
      destination: DESTINATION,
      port: field('dstPort'),
      protocol: field('protocol'),
      action: field('action'),
    },
    measures: MEASURES,
    orderBy: [largest ? { by: 'packets' as const, descending: true } : { by: 'first' as const }],
    limit: MOST_CONTACTS,
  });
}

/** One row a service that sent something back, and to whom. `port` is the service's. */
export function answersQuery(window: Window, where: Predicate) {
  return groups({
    window: { start: window.start - LOOKED_BACK, end: window.end },
    where,
    columns: {
      source: SOURCE,
      destination: DESTINATION,
      port: field('srcPort'),
      protocol: field('protocol'),
      action: field('action'),
    },
    measures: { ...MEASURES, lowestTo: min(field('dstPort')), highestTo: max(field('dstPort')) },
    orderBy: [{ by: 'first' }],
    limit: MOST_CONTACTS,
  });
}

export type ContactRow = RowOf<ReturnType<typeof triesQuery>>;
export type AnswerRow = RowOf<ReturnType<typeof answersQuery>>;
