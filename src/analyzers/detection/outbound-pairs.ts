/** Which of ours talk to which service outside, and for how much of the window: one broad query that several detectors share. */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, type RowOf, sum } from '../../query/flow-query.ts';
import { all, between, equals, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import type { DetectorScope } from './detector.ts';
import { opensOutbound } from './outbound-traffic.ts';

/** Seconds. */
export const SLOT = LONGEST_AGGREGATION;
/** Pairs that are read at most. */
export const MOST_PAIRS = 10_000;

/** TCP and UDP; both have ports. */
const WITH_PORTS = [6, 17];

/** Those that talk in most time slots first. A record of an internal relay counts again, distinct things do not. */
export function outboundPairs(scope: DetectorScope<unknown>) {
  return groups({
    window: scope.request.window,
    where: all(
      opensOutbound(scope),
      isOneOf(field('protocol'), WITH_PORTS),
      // Names and time are asked for everywhere and all the time: 53, 853 and 123.
      not(isOneOf(field('dstPort'), [53, 853, 123])),
      between(field('dstPort'), 1, 65_535),
    ),
    columns: {
      source: SOURCE,
      destination: DESTINATION,
      destinationPort: field('dstPort'),
      protocol: field('protocol'),
    },
    measures: {
      sourcePorts: countDistinct(field('srcPort')),
      slots: countDistinct(slot('start', SLOT)),
      records: count(),
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'slots', descending: true }],
    limit: MOST_PAIRS,
  });
}

type PairRow = RowOf<ReturnType<typeof outboundPairs>>;

/** A row with everything that it must have. */
export type OutboundPair = { readonly [K in keyof PairRow]: NonNullable<PairRow[K]> };

export function pairsIn(rows: readonly PairRow[]): readonly OutboundPair[] {
  return rows.flatMap(({ source, destination, destinationPort, protocol, first, last, ...counted }) =>
    source === null ||
    destination === null ||
    destinationPort === null ||
    protocol === null ||
    first === null ||
    last === null
      ? []
      : [{ source, destination, destinationPort, protocol, first, last, ...counted }],
  );
}

/** `10.0.1.5 203.0.113.9 443 6`. */
export function pairKey(
  pair: Pick<PairRow, 'source' | 'destination' | 'destinationPort' | 'protocol'>,
): string {
  return `${pair.source} ${pair.destination} ${pair.destinationPort} ${pair.protocol}`;
}

/** What the client of a pair sent. */
export function isOfPair({ source, destination, destinationPort, protocol }: OutboundPair): Predicate {
  return all(
    equals(SOURCE, source),
    equals(DESTINATION, destination),
    equals(field('dstPort'), destinationPort),
    equals(field('protocol'), protocol),
  );
}
