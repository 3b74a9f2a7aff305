/** What is asked of rejected traffic: how many sources each interface turns away slot by slot, and more of those that may have a spike. */

import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, min, type RowOf, sum } from '../../query/flow-query.ts';
import { all, between, equals, isOneOf, NEVER, type Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { MOST_ROWS } from '../detection/writers.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';

/** Seconds. */
export const SLOT = 300;
const DAY = 86_400;
/** Above, ports are those of clients, to which replies go. */
const HIGHEST_SERVICE_PORT = 32_767;

export function rejectedQuery(window: Window, where: Predicate) {
  return groups({
    window,
    where: all(equals(field('action'), 'REJECT'), where),
    columns: { interfaceId: field('interfaceId'), at: slot('start', SLOT) },
    measures: { sources: countDistinct(SOURCE), records: count(), packets: sum(field('packets')) },
    orderBy: [{ by: 'sources', descending: true }],
    limit: MOST_ROWS,
  });
}

export type RejectedRow = RowOf<ReturnType<typeof rejectedQuery>>;

export function dayBefore({ start }: Window): Window {
  return { start: start - DAY, end: start };
}

/** Of the day before, asked only where nothing is remembered: since when an interface writes, so that silence is not taken for zero. */
function wroteBefore(window: Window, where: Predicate) {
  return groups({
    window,
    where,
    columns: { interfaceId: field('interfaceId') },
    measures: { first: min(field('start')) },
    limit: MOST_ROWS,
  });
}

export function closerQueries(
  window: Window,
  asked: Predicate,
  candidates: readonly string[],
  isRemembered: boolean,
) {
  const here = isOneOf(field('interfaceId'), candidates);
  const before = isRemembered ? NEVER : here;
  const toPorts = (action: 'ACCEPT' | 'REJECT') =>
    all(asked, equals(field('action'), action), here, between(field('dstPort'), 0, HIGHEST_SERVICE_PORT));
  const port = { interfaceId: field('interfaceId'), protocol: field('protocol'), port: field('dstPort') };
  return {
    before: rejectedQuery(dayBefore(window), all(asked, before)),
    wroteBefore: wroteBefore(dayBefore(window), before),
    rejectedPorts: groups({
      window,
      where: toPorts('REJECT'),
      columns: { ...port, at: slot('start', SLOT) },
      measures: { sources: countDistinct(SOURCE) },
      // What is cut off are ports that hardly anybody wants.
      orderBy: [{ by: 'sources', descending: true }],
      limit: 5000,
    }),
    acceptedPorts: groups({
      window,
      where: toPorts('ACCEPT'),
      columns: port,
      measures: { sources: countDistinct(SOURCE) },
      orderBy: [{ by: 'sources', descending: true }],
      limit: 1000,
    }),
    busiest: groups({
      window,
      where: all(asked, equals(field('action'), 'REJECT'), here),
      columns: {
        interfaceId: field('interfaceId'),
        source: SOURCE,
        destination: DESTINATION,
        protocol: field('protocol'),
        port: field('dstPort'),
      },
      measures: SIGHTING_MEASURES,
      // Of all candidates together: a spike of single packets comes after what another interface turns away.
      orderBy: [{ by: 'packets', descending: true }],
      limit: MOST_ROWS,
    }),
  };
}

export type RejectedPortRow = RowOf<ReturnType<typeof closerQueries>['rejectedPorts']>;
