/** What is asked about names: who of ours asks which resolver, what comes back, and who of ours resolves for others. Shared, so that it runs once. */

import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { countDistinct, groups, max } from '../../query/flow-query.ts';
import { all, equals, isOneOf, not } from '../../query/predicate.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { sentByService, sentToService } from '../detection/opened-by.ts';
import { eastWest, fromUs, toUs } from '../detection/sides.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';

/** DNS (RFC 1035), and DNS over TLS or QUIC (RFC 7858, RFC 9250). Resolvers of old ask from port 53 as well. */
const PORTS = [53, 853];
/** TCP and UDP. */
const PROTOCOLS = [6, 17];
const PAIRS = 5000;

/** Of what a client of names sends. */
export const PAIR_COLUMNS = {
  interfaceId: field('interfaceId'),
  client: SOURCE,
  resolver: DESTINATION,
  port: field('dstPort'),
  protocol: field('protocol'),
};
export const PAIR_MEASURES = {
  ...SIGHTING_MEASURES,
  slots: countDistinct(slot('start', LONGEST_AGGREGATION)),
};

/** The VPC's own resolver is not among it: what goes there is never logged (VPC User Guide, "Flow log limitations"). */
export function nameTraffic(scope: DetectorScope<unknown>) {
  const { window } = scope.request;
  const { home } = scope.detecting;
  const over = (port: 'srcPort' | 'dstPort') =>
    all(
      asked(scope),
      equals(field('action'), 'ACCEPT'),
      isOneOf(field('protocol'), PROTOCOLS),
      isOneOf(field(port), PORTS),
    );
  return {
    asks: groups({
      window,
      where: all(over('dstPort'), fromUs(home), not(sentByService(PORTS))),
      columns: PAIR_COLUMNS,
      measures: PAIR_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: PAIRS,
    }),
    answers: groups({
      window,
      where: all(over('srcPort'), toUs(home), not(sentToService(PORTS))),
      columns: { ...PAIR_COLUMNS, client: DESTINATION, resolver: SOURCE, port: field('srcPort') },
      measures: PAIR_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: PAIRS,
    }),
    resolvers: groups({
      window,
      where: all(over('srcPort'), eastWest(home), not(sentToService(PORTS))),
      columns: { resolver: SOURCE },
      measures: { clients: countDistinct(DESTINATION), last: max(field('end')) },
      orderBy: [{ by: 'clients', descending: true }],
      limit: 1000,
    }),
  };
}
