/** What is asked about sensitive ports: who outside sends to them, what they answer, and of those that answer a few exchanges. */

import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { countDistinct, groups, max, min, sum } from '../../query/flow-query.ts';
import { all, any, between, equals, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import { TCP, UDP } from '../../record/protocols.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { inbound, outbound } from '../detection/sides.ts';
import { SIGHTING_COLUMNS, SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import { type Allowed, isAllowed } from './allowed.ts';
import type { Exposure } from './exposure.ts';

export interface ExposedSettings {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  readonly allowed: readonly Allowed[];
}

const PORTS = 2000;
const EXCHANGES = 1000;
/** Only servers send from what is below, so what comes from there answers something (RFC 6335, section 6). */
const FIRST_CLIENT_PORT = 1024;

const ACCEPTED = equals(field('action'), 'ACCEPT');

/** Records between clients outside and our sensitive ports, in one direction. */
function exchanged(scope: DetectorScope<ExposedSettings>, direction: 'asks' | 'answers'): Predicate {
  const { parameters: set, detecting } = scope;
  const [server, client] =
    direction === 'asks' ? (['dstPort', 'srcPort'] as const) : (['srcPort', 'dstPort'] as const);
  const on = (protocol: number, ports: readonly number[]) =>
    all(equals(field('protocol'), protocol), isOneOf(field(server), ports));
  return all(
    asked(scope),
    ACCEPTED,
    any(on(TCP, set.tcp), on(UDP, set.udp)),
    between(field(client), FIRST_CLIENT_PORT, 65_535),
    direction === 'asks' ? inbound(detecting.home) : outbound(detecting.home),
    ...set.allowed.map((allowed) => not(isAllowed(allowed, direction))),
  );
}

const MEASURES = {
  packets: sum(field('packets')),
  bytes: sum(field('bytes')),
  first: min(field('start')),
  last: max(field('end')),
};

export function needs(scope: DetectorScope<ExposedSettings>) {
  const { window } = scope.request;
  return {
    asks: groups({
      window,
      where: exchanged(scope, 'asks'),
      columns: {
        address: DESTINATION,
        port: field('dstPort'),
        protocol: field('protocol'),
        tcpFlags: field('tcpFlags'),
      },
      measures: {
        ...MEASURES,
        clients: countDistinct(SOURCE),
        clientPorts: countDistinct(field('srcPort')),
        lowestClientPort: min(field('srcPort')),
      },
      orderBy: [{ by: 'packets', descending: true }],
      limit: PORTS,
    }),
    answers: groups({
      window,
      where: exchanged(scope, 'answers'),
      columns: {
        address: SOURCE,
        port: field('srcPort'),
        protocol: field('protocol'),
        tcpFlags: field('tcpFlags'),
      },
      measures: {
        ...MEASURES,
        clients: countDistinct(DESTINATION),
        clientPorts: countDistinct(field('dstPort')),
        lowestClientPort: min(field('dstPort')),
      },
      orderBy: [{ by: 'packets', descending: true }],
      limit: PORTS,
    }),
  };
}

export function follow(exposures: readonly Exposure[], scope: DetectorScope<ExposedSettings>) {
  const addresses = exposures.flatMap(({ address }) => parseIpAddress(address) ?? []);
  const ports = [...new Set(exposures.map(({ port }) => port))];
  return {
    exchanges: groups({
      window: scope.request.window,
      where: any(
        all(isOneOf(DESTINATION, addresses), isOneOf(field('dstPort'), ports), exchanged(scope, 'asks')),
        all(isOneOf(SOURCE, addresses), isOneOf(field('srcPort'), ports), exchanged(scope, 'answers')),
      ),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: EXCHANGES,
    }),
  };
}
