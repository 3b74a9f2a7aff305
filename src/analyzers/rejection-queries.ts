/** What `reject` asks of records: first what is rejected, then what was accepted beside it. */
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { count, countDistinct, groups, max, min, sum } from '../query/flow-query.ts';
import { all, any, equals, isOneOf, NEVER, not, type Predicate, present } from '../query/predicate.ts';
import { acceptedRecords } from './accepted-records.ts';
import type { Scope } from './analyzer.ts';
import type { OutsidePair } from './background-scan.ts';
import { type CoverageRow, coverageQuery, newestQuery } from './coverage.ts';
import { addressPairs } from './interface-address.ts';
import { worthFollowing } from './outside-traffic.ts';
import {
  SIGHTING_COLUMNS,
  SIGHTING_MEASURES,
  type Sighting,
  type SightingRow,
  sightings,
} from './sighting.ts';
import { asked, betweenAddresses, insideBlocks, isInternal, subjectField } from './subject.ts';

/** Rejected five-tuples inside the network that are looked at; beyond it the busiest ones stand for the rest. */
const TUPLES = 5000;
const OUTSIDE_PAIRS = 5000;
/** Pairs of addresses whose accepted traffic is read too, and rejected connections of each. */
const FOLLOWED_PAIRS = 25;
const FOLLOWED_CONNECTIONS = 100;
const RECORDS = 10_000;

const REJECTED = equals(field('action'), 'REJECT');
const ACCEPTED = equals(field('action'), 'ACCEPT');

interface Pair {
  readonly a: string;
  readonly b: string;
  /** The higher ports of the rejected connections, by which their accepted packets are found; empty: all of the pair's. */
  readonly ports: readonly number[];
}

/** The pairs with the most rejected packets, with the ports of their rejected connections. */
function rejectedPairs(rejected: readonly Sighting[]): readonly Pair[] {
  const byPair = new Map<string, { a: string; b: string; ports: Set<number>; packets: number }>();
  for (const { source, destination, srcPort, dstPort, packets } of rejected) {
    const [a, b] = source <= destination ? [source, destination] : [destination, source];
    const known = byPair.get(`${a} ${b}`) ?? { a, b, ports: new Set<number>(), packets: 0 };
    known.packets += packets;
    if (srcPort !== null && dstPort !== null) known.ports.add(Math.max(srcPort, dstPort));
    byPair.set(`${a} ${b}`, known);
  }
  return [...byPair.values()]
    .sort((one, other) => other.packets - one.packets)
    .slice(0, FOLLOWED_PAIRS)
    .map(({ a, b, ports }) => ({ a, b, ports: [...ports].slice(0, FOLLOWED_CONNECTIONS) }));
}

/** The sightings of the pairs, and of each only those connections that were rejected. */
function onlyRejectedConnections(pairs: readonly Pair[]): Predicate {
  return any(
    ...pairs.map(({ a, b, ports }) =>
      ports.length === 0
        ? betweenAddresses(a, b)
        : all(
            betweenAddresses(a, b),
            any(isOneOf(field('srcPort'), ports), isOneOf(field('dstPort'), ports)),
          ),
    ),
  );
}

export function needs(scope: Scope) {
  const { window } = scope.request;
  const internal = isInternal(insideBlocks(scope.request));
  return {
    inside: groups({
      window,
      where: all(REJECTED, asked(scope), internal),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: TUPLES,
    }),
    outside: groups({
      window,
      where: all(REJECTED, asked(scope), not(internal)),
      columns: {
        interfaceId: field('interfaceId'),
        source: SOURCE,
        destination: DESTINATION,
        protocol: field('protocol'),
        rejectReason: field('rejectReason'),
      },
      measures: {
        records: count(),
        packets: sum(field('packets')),
        bytes: sum(field('bytes')),
        sourcePorts: countDistinct(field('srcPort')),
        destinationPorts: countDistinct(field('dstPort')),
        lowestSourcePort: min(field('srcPort')),
        highestSourcePort: max(field('srcPort')),
        lowestDestinationPort: min(field('dstPort')),
        highestDestinationPort: max(field('dstPort')),
        first: min(field('start')),
        last: max(field('end')),
      },
      orderBy: [{ by: 'packets', descending: true }],
      limit: OUTSIDE_PAIRS,
    }),
    coverage: coverageQuery(window),
  };
}

export interface FirstRows {
  readonly coverage: { readonly rows: readonly CoverageRow[] };
  readonly inside: { readonly rows: readonly SightingRow[] };
  readonly outside: { readonly rows: readonly OutsidePair[] };
}

export function follow({ inside, outside, coverage }: FirstRows, scope: Scope) {
  const { window, subjects } = scope.request;
  const rejected = sightings(inside.rows);
  const outsidePairs = worthFollowing(outside.rows, scope.request)
    .slice(0, FOLLOWED_PAIRS)
    .map(({ source, destination }) => ({
      a: source,
      b: destination,
      ports: [],
    }));
  const pairs = [...rejectedPairs(rejected), ...outsidePairs];
  const interfaces = [
    ...new Set([...rejected, ...outside.rows].flatMap(({ interfaceId }) => interfaceId ?? [])),
  ].slice(0, FOLLOWED_PAIRS);
  const addresses = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const nothing = rejected.length === 0 && outside.rows.length === 0;
  const fieldNeeded = subjects.map(subjectField).find((name) => name !== undefined);
  return {
    outsideTuples: groups({
      window,
      where: all(REJECTED, asked(scope), any(...outsidePairs.map(({ a, b }) => betweenAddresses(a, b)))),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: TUPLES,
    }),
    accepted: acceptedRecords(window, onlyRejectedConnections(pairs), RECORDS),
    sessions: groups({
      window,
      where: all(ACCEPTED, any(...pairs.map(({ a, b }) => betweenAddresses(a, b)))),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'last', descending: true }],
      limit: TUPLES,
    }),
    pairs: addressPairs(window, interfaces, addresses),
    traffic: groups({
      window,
      where: nothing ? all(ACCEPTED, asked(scope)) : NEVER,
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: 200,
    }),
    newest: newestQuery(window, coverage.rows.length === 0),
    withField: groups({
      window,
      where: nothing && fieldNeeded ? present(fieldNeeded) : NEVER,
      columns: {},
      measures: { records: count() },
      limit: 1,
    }),
  };
}
