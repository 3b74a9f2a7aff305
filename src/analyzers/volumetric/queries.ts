/** What is asked about what our addresses receive: how much from how many, and more of those that may be flooded. */

import { DESTINATION, type Expression, field, SOURCE, slot } from '../../query/expression.ts';
import { countDistinct, groups, type RowOf, sum } from '../../query/flow-query.ts';
import { all, isOneOf, NEVER, type Predicate, present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { MINUTE, SPANS } from '../detection/minutes.ts';
import { toUs } from '../detection/sides.ts';
import { MOST_ROWS } from '../detection/writers.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { FloodScope } from './parameters.ts';

/** Seconds. */
export const SLOT = 300;
const DAY = 86_400;

/** Accepted and rejected traffic alike: a flood at a closed port fills the line as well. */
function received(scope: FloodScope, window: Window, seconds: number, where: Predicate) {
  return groups({
    window,
    where: all(asked(scope), present('interfaceId'), toUs(scope.detecting.home), where),
    columns: { interfaceId: field('interfaceId'), target: DESTINATION, at: slot('start', seconds) },
    measures: {
      sources: countDistinct(SOURCE),
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      ...SPANS,
    },
    // At the interface of one of our clients there is but one source, so those come last.
    orderBy: [{ by: 'sources', descending: true }],
    limit: MOST_ROWS,
  });
}

export type ReceivedRow = RowOf<ReturnType<typeof received>>;

export function receivedQuery(scope: FloodScope) {
  return received(scope, scope.request.window, SLOT, all());
}

/** What went to or from each port of the targets. */
function byPort(
  window: Window,
  where: Predicate,
  target: Expression<string | null>,
  port: 'srcPort' | 'dstPort',
) {
  return groups({
    window,
    where,
    columns: {
      interfaceId: field('interfaceId'),
      target,
      protocol: field('protocol'),
      port: field(port),
    },
    measures: { packets: sum(field('packets')) },
    orderBy: [{ by: 'packets', descending: true }],
    limit: MOST_ROWS,
  });
}

export type AimRow = RowOf<ReturnType<typeof byPort>>;

/** @param during from the first slot to the last in which one of them received so much that it may be a flood */
export function closerQueries(scope: FloodScope, targets: readonly string[], during: Window) {
  const { window } = scope.request;
  const here = isOneOf(DESTINATION, targets);
  return {
    minutes: received(scope, window, MINUTE, here),
    dayBefore: received(
      scope,
      { start: window.start - DAY, end: window.start },
      SLOT,
      scope.detecting.history ? NEVER : here,
    ),
    aims: byPort(during, here, DESTINATION, 'dstPort'),
    answers: byPort(during, isOneOf(SOURCE, targets), SOURCE, 'srcPort'),
    busiest: groups({
      window: during,
      where: here,
      columns: {
        interfaceId: field('interfaceId'),
        target: DESTINATION,
        source: SOURCE,
        protocol: field('protocol'),
        port: field('dstPort'),
        action: field('action'),
      },
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: 1000,
    }),
  };
}

type Closer = ReturnType<typeof closerQueries>;
export type BusyRow = RowOf<Closer['busiest']>;
