/** Whom our hosts talk to and who talks to them, and of the addresses that a list names, what was said in which direction. */

import { DESTINATION, type Expression, field, SOURCE } from '../../query/expression.ts';
import { groups, type RowOf, sum } from '../../query/flow-query.ts';
import { all, isOneOf, NEVER, type Predicate } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import type { DetectorScope } from '../detection/detector.ts';
import {
  answersInbound,
  answersOutbound,
  opensInbound,
  opensOutbound,
} from '../detection/outbound-traffic.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';

type FeedScope = DetectorScope<unknown>;

/** CloudWatch Logs Insights returns no more rows at once. */
export const MOST_ADDRESSES = 10_000;
const MOST_ROWS = 5000;

/** Without a list there is nothing to ask. */
function ifListed({ detecting }: FeedScope, where: Predicate): Predicate {
  return detecting.settings.feeds.length === 0 ? NEVER : where;
}

function addressesQuery(scope: FeedScope, where: Predicate, address: Expression<string | null>) {
  return groups({
    window: scope.request.window,
    where: ifListed(scope, where),
    columns: { address },
    measures: { packets: sum(field('packets')) },
    orderBy: [{ by: 'packets', descending: true }],
    limit: MOST_ADDRESSES,
  });
}

export function addressesQueries(scope: FeedScope) {
  return {
    asked: addressesQuery(scope, opensOutbound(scope), DESTINATION),
    asking: addressesQuery(scope, opensInbound(scope), SOURCE),
  };
}

function exchangesQuery(
  scope: FeedScope,
  where: Predicate,
  ends: { ours: Expression<string | null>; other: Expression<string | null>; port: 'srcPort' | 'dstPort' },
  listed: readonly string[],
) {
  const { ours, other, port } = ends;
  const addresses = listed.flatMap((text) => parseIpAddress(text) ?? []);
  return groups({
    window: scope.request.window,
    where: all(where, isOneOf(other, addresses)),
    columns: {
      interfaceId: field('interfaceId'),
      ours,
      other,
      servicePort: field(port),
      protocol: field('protocol'),
    },
    measures: SIGHTING_MEASURES,
    orderBy: [{ by: 'packets', descending: true }],
    limit: MOST_ROWS,
  });
}

/** @param to the listed addresses that ours asked; @param from those that asked ours */
export function exchangesQueries(scope: FeedScope, to: readonly string[], from: readonly string[]) {
  const out = { ours: SOURCE, other: DESTINATION } as const;
  const back = { ours: DESTINATION, other: SOURCE } as const;
  return {
    to: exchangesQuery(scope, opensOutbound(scope), { ...out, port: 'dstPort' }, to),
    toAnswers: exchangesQuery(scope, answersOutbound(scope), { ...back, port: 'srcPort' }, to),
    from: exchangesQuery(scope, opensInbound(scope), { ...back, port: 'dstPort' }, from),
    fromAnswers: exchangesQuery(scope, answersInbound(scope), { ...out, port: 'srcPort' }, from),
  };
}

export type ExchangeRow = RowOf<ReturnType<typeof exchangesQuery>>;
