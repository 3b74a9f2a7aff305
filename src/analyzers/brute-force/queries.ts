/** Who opens how many sessions with what one logs in to, and then those sessions one by one. */

import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { countDistinct, groups, max, min, type RowOf, sum } from '../../query/flow-query.ts';
import { all, any, between, equals, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { parseIpAddress } from '../../record/address.ts';
import { TCP } from '../../record/protocols.ts';
import type { Scope } from '../analyzer.ts';
import { asked } from '../subject.ts';
import { LOGIN_SERVICES } from './service.ts';

/** Fewer packets in a record are a probe, not a session. */
const FEWEST_PACKETS = 4;
const HOUR = 3600;
/** CloudWatch Logs Insights gives no more. */
const MOST_SESSIONS = 10_000;
/** So many sessions of one pair tell all there is; of the earlier ones only large records are read. */
const ENOUGH_SESSIONS = 300;
/** Of so many pairs at most: a query that named more would be longer than the 10,000 characters that CloudWatch Logs Insights takes. */
const MOST_SHORTENED = 10;
/** A record of more packets is no failed login of any service. */
const LARGE_PACKETS = 200;

export function pairsQuery(scope: Scope) {
  return groups({
    window: scope.request.window,
    where: all(
      asked(scope),
      equals(field('protocol'), TCP),
      equals(field('action'), 'ACCEPT'),
      isOneOf(field('dstPort'), [...LOGIN_SERVICES.keys()]),
      between(field('packets'), FEWEST_PACKETS, Number.MAX_SAFE_INTEGER),
    ),
    columns: { source: SOURCE, destination: DESTINATION, port: field('dstPort') },
    measures: {
      sessions: countDistinct(field('srcPort')),
      interfaces: countDistinct(field('interfaceId')),
      first: min(field('start')),
      last: max(field('start')),
    },
    orderBy: [{ by: 'sessions', descending: true }],
    limit: 3000,
  });
}

export type PairRow = RowOf<ReturnType<typeof pairsQuery>>;

interface Place {
  readonly address: typeof SOURCE;
  readonly peer: typeof SOURCE;
  readonly port: 'srcPort' | 'dstPort';
}

/** Where client and server stand in the records of one direction. */
const FORTH: Place = { address: SOURCE, peer: DESTINATION, port: 'dstPort' };
const BACK: Place = { address: DESTINATION, peer: SOURCE, port: 'srcPort' };

/** All sessions of a pair, and since when, where only its last ones are read. */
export function unreadOf({ sessions, first }: PairRow) {
  return sessions > ENOUGH_SESSIONS && first !== null ? { sessions, first } : null;
}

/** The records of a pair before its last sessions, without the large ones. */
function early({ source, destination, port, sessions, first, last }: PairRow, place: Place): Predicate[] {
  const [client, server] = [parseIpAddress(source ?? ''), parseIpAddress(destination ?? '')];
  if (sessions <= ENOUGH_SESSIONS || !client || !server || port === null || first === null || last === null)
    return [];
  const from = Math.floor(last - ((last - first) * ENOUGH_SESSIONS) / sessions);
  return [
    all(
      equals(place.address, client),
      equals(place.peer, server),
      equals(field(place.port), port),
      between(field('start'), 0, from),
      between(field('packets'), 0, LARGE_PACKETS),
    ),
  ];
}

/** Pairs that have their client or their server in common, with the port. */
type Group = readonly PairRow[];

/** Every session of one server: who comes next to it is not known. */
function ofServer(pairs: Group, place: Place): readonly Predicate[] {
  const [pair] = pairs;
  const server = parseIpAddress(pair?.destination ?? '');
  if (!pair || !server || pair.port === null) return [];
  return [all(equals(place.peer, server), equals(field(place.port), pair.port))];
}

/** The sessions of one client with these servers alone. */
function ofClient(pairs: Group, place: Place): readonly Predicate[] {
  const [pair] = pairs;
  const client = parseIpAddress(pair?.source ?? '');
  const servers = pairs.flatMap(({ destination }) => parseIpAddress(destination ?? '') ?? []);
  if (!pair || !client || pair.port === null) return [];
  return [
    all(equals(place.address, client), isOneOf(place.peer, servers), equals(field(place.port), pair.port)),
  ];
}

/** Sessions of groups of pairs that have the client, or the server, in common. One row a session and hour: repeated ports are kept apart so. */
export function sessionsQuery(
  window: Window,
  which: { readonly ofServers: readonly Group[]; readonly ofClients: readonly Group[] },
  direction: 'forth' | 'back',
) {
  const place = direction === 'forth' ? FORTH : BACK;
  const busiest = [...which.ofServers, ...which.ofClients].flat().sort((a, b) => b.sessions - a.sessions);
  // Beside the choice of pairs and not within: a choice by columns alone can be divided among several queries.
  const without = busiest.flatMap((one) => early(one, place)).slice(0, MOST_SHORTENED);
  return groups({
    window,
    where: all(
      equals(field('protocol'), TCP),
      equals(field('action'), 'ACCEPT'),
      any(
        ...which.ofServers.flatMap((pairs) => ofServer(pairs, place)),
        ...which.ofClients.flatMap((pairs) => ofClient(pairs, place)),
      ),
      ...without.map(not),
    ),
    columns: {
      interfaceId: field('interfaceId'),
      client: place.address,
      server: place.peer,
      clientPort: field(direction === 'forth' ? 'srcPort' : 'dstPort'),
      port: field(place.port),
      hour: slot('start', HOUR),
    },
    measures: {
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'first', descending: true }],
    limit: MOST_SESSIONS,
  });
}

export type SessionRow = RowOf<ReturnType<typeof sessionsQuery>>;
