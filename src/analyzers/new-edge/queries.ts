/** What is asked about who talks to whom inside: what servers answer, because a packet that nobody answers is no talk. */

import { DESTINATION, type Expression, field, SOURCE } from '../../query/expression.ts';
import { countDistinct, groups, max, min, sum } from '../../query/flow-query.ts';
import {
  all,
  any,
  between,
  equals,
  isOneOf,
  NEVER,
  not,
  type Predicate,
  present,
} from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import { TCP } from '../../record/protocols.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { SENSITIVE_TCP } from '../detection/sensitive-ports.ts';
import { isServicePortOf } from '../detection/service-ports.ts';
import { eastWest } from '../detection/sides.ts';
import { SIGHTING_COLUMNS, SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { Edge } from './edge.ts';

const EDGES = 10_000;
const EXCHANGES = 1000;
const FIRST_CLIENT_PORT = 1024;
/** SYN-ACK, alone or with FIN, RST or both: an interval's flags are or-ed (VPC User Guide, "Flow log records"). */
const WITH_SYN_ACK = [18, 19, 22, 23];

/** Packets of a server that accepts connections; without flags, all packets from a service's port. */
function accepts(scope: DetectorScope<unknown>, ports: Predicate): Predicate {
  const flags: Expression<number | null> = field('tcpFlags');
  return all(
    asked(scope),
    equals(field('action'), 'ACCEPT'),
    equals(field('protocol'), TCP),
    ports,
    between(field('dstPort'), FIRST_CLIENT_PORT, 65_535),
    any(not(present('tcpFlags')), isOneOf(flags, WITH_SYN_ACK)),
    eastWest(scope.detecting.home),
  );
}

function edgesQuery(scope: DetectorScope<unknown>, ports: Predicate) {
  return groups({
    window: scope.request.window,
    where: scope.detecting.history === null ? NEVER : accepts(scope, ports),
    columns: { server: SOURCE, client: DESTINATION, port: field('srcPort') },
    measures: {
      connections: countDistinct(field('dstPort')),
      flags: countDistinct(field('tcpFlags')),
      packets: sum(field('packets')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'connections', descending: true }],
    limit: EDGES,
  });
}

export function needs(scope: DetectorScope<unknown>) {
  const isSensitive = isOneOf(field('srcPort'), SENSITIVE_TCP);
  return {
    sensitive: edgesQuery(scope, isSensitive),
    others: edgesQuery(scope, all(isServicePortOf('srcPort'), not(isSensitive))),
  };
}

export function follow(edges: readonly Edge[], { request }: DetectorScope<unknown>) {
  const clients = edges.flatMap(({ client }) => parseIpAddress(client) ?? []);
  const servers = edges.flatMap(({ server }) => parseIpAddress(server) ?? []);
  const ports = [...new Set(edges.map(({ port }) => port))];
  return {
    exchanges: groups({
      window: request.window,
      where: all(
        equals(field('action'), 'ACCEPT'),
        any(
          all(isOneOf(SOURCE, clients), isOneOf(DESTINATION, servers), isOneOf(field('dstPort'), ports)),
          all(isOneOf(SOURCE, servers), isOneOf(DESTINATION, clients), isOneOf(field('srcPort'), ports)),
        ),
      ),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: EXCHANGES,
    }),
  };
}
