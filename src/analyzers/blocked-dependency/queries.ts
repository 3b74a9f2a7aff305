/** What is asked about blocked dependencies: who is rejected inside, and of those few what was answered before. */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { countDistinct, groups, max, min, sum } from '../../query/flow-query.ts';
import { all, any, between, equals, isOneOf, NEVER, not, type Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { parseIpAddress } from '../../record/address.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { isServicePortOf } from '../detection/service-ports.ts';
import { eastWest } from '../detection/sides.ts';
import { addressPairs } from '../interface-address.ts';
import { SIGHTING_COLUMNS, SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { Dependency, Refused } from './dependency.ts';

const DAY = 86_400;
/** Connections that ended so long before the window may still trail packets into it. */
const TRAIL_SECONDS = 900;
const EDGES = 2000;
const TUPLES = 5000;
const MOST_ROWS = 10_000;
/** TCP and UDP: others have no ports to tell services by. */
const WITH_PORTS = [6, 17];
/** Only clients pick what is above the system ports (RFC 6335, section 6). */
const FIRST_CLIENT_PORT = 1024;

const REJECTED = equals(field('action'), 'REJECT');
const ACCEPTED = equals(field('action'), 'ACCEPT');

function refusedQuery(scope: DetectorScope<unknown>, side: 'requests' | 'replies') {
  const [server, client] =
    side === 'requests' ? (['dstPort', 'srcPort'] as const) : (['srcPort', 'dstPort'] as const);
  return groups({
    window: scope.request.window,
    where: all(
      REJECTED,
      asked(scope),
      isOneOf(field('protocol'), WITH_PORTS),
      // Where neither is a service's by its number, it may be that of gRPC, or one that was agreed on at run time.
      any(isServicePortOf(server), not(isServicePortOf(client))),
      between(field(client), FIRST_CLIENT_PORT, 65_535),
      eastWest(scope.detecting.home),
    ),
    columns: {
      interfaceId: field('interfaceId'),
      source: SOURCE,
      destination: DESTINATION,
      protocol: field('protocol'),
      port: field(server),
      tcpFlags: field('tcpFlags'),
    },
    measures: {
      packets: sum(field('packets')),
      clientPorts: countDistinct(field(client)),
      minutes: countDistinct(slot('start', 60)),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'minutes', descending: true }],
    limit: EDGES,
  });
}

export function needs(scope: DetectorScope<unknown>) {
  return { requests: refusedQuery(scope, 'requests'), replies: refusedQuery(scope, 'replies') };
}

function addresses(texts: readonly string[]) {
  return [...new Set(texts)].flatMap((text) => parseIpAddress(text) ?? []);
}

/** Packets that servers sent from the ports of their services; with `to`, only those to the clients. */
function sentByServices(of: readonly Dependency[], to: Predicate): Predicate {
  return all(
    isOneOf(SOURCE, addresses(of.map(({ server }) => server))),
    isOneOf(field('srcPort'), [...new Set(of.map(({ port }) => port))]),
    to,
  );
}

function sentToServices(of: readonly Dependency[]): Predicate {
  return all(
    isOneOf(SOURCE, addresses(of.map(({ client }) => client))),
    isOneOf(DESTINATION, addresses(of.map(({ server }) => server))),
    isOneOf(field('dstPort'), [...new Set(of.map(({ port }) => port))]),
  );
}

/** Both directions of the dependencies; some of what others of these clients want of these servers is among it. */
function exchanged(of: readonly Dependency[]): Predicate {
  const clients = addresses(of.map(({ client }) => client));
  return of.length === 0 ? NEVER : any(sentByServices(of, isOneOf(DESTINATION, clients)), sentToServices(of));
}

function exchangedQuery(window: Window, where: Predicate, limit: number) {
  return groups({
    window,
    where,
    columns: SIGHTING_COLUMNS,
    measures: SIGHTING_MEASURES,
    orderBy: [{ by: 'last', descending: true }],
    limit,
  });
}

/** @param unknown those of which it is not remembered whether they were ever answered */
export function follow(
  refused: readonly Refused[],
  unknown: readonly Refused[],
  { request: { window }, detecting }: DetectorScope<unknown>,
) {
  const trailing = { start: window.start - TRAIL_SECONDS, end: window.end };
  const interfaces = refused.flatMap((one) => [...one.interfaces].flatMap((id) => id ?? []));
  return {
    rejected: exchangedQuery(window, all(REJECTED, exchanged(refused)), TUPLES),
    accepted: exchangedQuery(trailing, all(ACCEPTED, exchanged(refused)), MOST_ROWS),
    pairs: addressPairs(
      window,
      [...new Set(interfaces)],
      [...new Set(refused.flatMap(({ client, server }) => [client, server]))],
    ),
    before: groups({
      window: { start: window.start - DAY, end: window.end },
      where:
        unknown.length === 0
          ? NEVER
          : all(ACCEPTED, sentByServices(unknown, all()), eastWest(detecting.home)),
      columns: {
        interfaceId: field('interfaceId'),
        server: SOURCE,
        client: DESTINATION,
        protocol: field('protocol'),
        port: field('srcPort'),
      },
      measures: {
        packets: sum(field('packets')),
        first: min(field('start')),
        last: max(field('end')),
      },
      orderBy: [{ by: 'packets', descending: true }],
      limit: MOST_ROWS,
    }),
  };
}
