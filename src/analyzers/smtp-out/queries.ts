/** What is asked about mail: how many servers outside each of ours talks to, whatever became of it, and how many answer. */

import { DESTINATION, type Expression, field, SOURCE, slot } from '../../query/expression.ts';
import { countDistinct, groups, max, min, sum } from '../../query/flow-query.ts';
import { all, any, equals, isOneOf, not } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { TCP } from '../../record/protocols.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { sentByService, sentToService } from '../detection/opened-by.ts';
import { inbound, outbound } from '../detection/sides.ts';
import { SIGHTING_COLUMNS, SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { Sender } from './senders.ts';

/** Between mail servers, and from clients to theirs (RFC 5321, RFC 8314, RFC 6409). */
const PORTS = [25, 465, 587];
const SENDERS = 2000;
const EXCHANGES = 1000;

function mailQuery(scope: DetectorScope<unknown>, direction: 'asks' | 'answers') {
  const isAsk = direction === 'asks';
  const peer: Expression<string | null> = isAsk ? DESTINATION : SOURCE;
  const port = field(isAsk ? 'dstPort' : 'srcPort');
  const { home } = scope.detecting;
  return groups({
    window: scope.request.window,
    where: all(
      asked(scope),
      equals(field('protocol'), TCP),
      isOneOf(port, PORTS),
      isAsk ? outbound(home) : inbound(home),
      not(isAsk ? sentByService([]) : sentToService([])),
      ...(isAsk ? [] : [equals(field('action'), 'ACCEPT')]),
    ),
    columns: { client: isAsk ? SOURCE : DESTINATION, port, action: field('action') },
    measures: {
      peers: countDistinct(peer),
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      slots: countDistinct(slot('start', LONGEST_AGGREGATION)),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'peers', descending: true }],
    limit: SENDERS,
  });
}

export function needs(scope: DetectorScope<unknown>) {
  return { asks: mailQuery(scope, 'asks'), answers: mailQuery(scope, 'answers') };
}

export function follow(senders: readonly Sender[], { request }: DetectorScope<unknown>) {
  const clients = senders.flatMap(({ client }) => parseIpAddress(client) ?? []);
  return {
    exchanges: groups({
      window: request.window,
      where: all(
        equals(field('protocol'), TCP),
        any(
          all(isOneOf(SOURCE, clients), isOneOf(field('dstPort'), PORTS), not(sentByService([]))),
          all(isOneOf(DESTINATION, clients), isOneOf(field('srcPort'), PORTS), not(sentToService([]))),
        ),
      ),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: EXCHANGES,
    }),
  };
}
