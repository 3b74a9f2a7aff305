/** `reject`: what is being rejected, in which direction, by which kind of rule as far as records tell, and whether it still goes on. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { count, countDistinct, groups, max, min, records, sum } from '../query/flow-query.ts';
import { all, any, equals, isOneOf, NEVER, not, type Predicate, present } from '../query/predicate.ts';
import { cidrContains } from '../record/address.ts';
import { addressHistory } from './address-history.ts';
import { type Conclusion, defineAnalyzer, type Scope } from './analyzer.ts';
import { backgroundScan, type OutsidePair } from './background-scan.ts';
import { conversations, earliest } from './conversation.ts';
import { type CoverageRow, coverageOf, coverageQuery, newest, newestQuery } from './coverage.ts';
import { type AddressPairRow, addressPairs, ownAddresses, subnetsByAddress } from './interface-address.ts';
import { uncovered } from './not-logged.ts';
import { probesAmong, worthFollowing } from './outside-traffic.ts';
import { type Rejection, rejectionsOf } from './rejection.ts';
import { findingsOf } from './rejection-finding.ts';
import { groupRejections } from './rejection-verdict.ts';
import { services } from './roles.ts';
import {
  SIGHTING_COLUMNS,
  SIGHTING_MEASURES,
  type Sighting,
  type SightingRow,
  sightings,
} from './sighting.ts';
import { silence } from './silence.ts';
import { asked, betweenAddresses, insideBlocks, isInternal, subjectField } from './subject.ts';

/** Rejected five-tuples inside the network that are looked at; beyond it the busiest ones stand for the rest. */
const TUPLES = 5000;
const OUTSIDE_PAIRS = 5000;
/** Pairs of addresses whose accepted traffic is read too, and rejected connections of each. */
const FOLLOWED_PAIRS = 25;
const FOLLOWED_CONNECTIONS = 100;
/** Accepted traffic is read from this long before the window, so that what closed or fell silent just before it is seen. */
const BEFORE_SECONDS = 15 * 60;
/** How far back the newest record is looked for when the window has none. */
const NEWEST_SECONDS = 6 * 3600;

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

function isSubject(scope: Scope): (address: string) => boolean {
  const { subjects, to } = scope.request;
  return (address) =>
    [...subjects, ...(to ? [to] : [])].some(
      (subject) =>
        (subject.kind === 'address' && subject.text === address) ||
        (subject.kind === 'cidr' && cidrContains(subject, address)),
    );
}

function needs(scope: Scope) {
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

interface FirstRows {
  readonly coverage: { readonly rows: readonly CoverageRow[] };
  readonly inside: { readonly rows: readonly SightingRow[] };
  readonly outside: { readonly rows: readonly OutsidePair[] };
}

function follow({ inside, outside, coverage }: FirstRows, scope: Scope) {
  const { window, subjects } = scope.request;
  const before = { start: window.start - BEFORE_SECONDS, end: window.end };
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
    // One row a record: what tells a late packet from an idle connection is when each record was.
    accepted: records({
      window: before,
      where: all(ACCEPTED, onlyRejectedConnections(pairs)),
      columns: {
        ...SIGHTING_COLUMNS,
        packets: field('packets'),
        bytes: field('bytes'),
        first: field('start'),
        last: field('end'),
      },
      orderBy: [{ by: 'first' }],
      limit: 10_000,
    }),
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
    newest: newestQuery(
      { start: window.start - NEWEST_SECONDS, end: window.end },
      coverage.rows.length === 0,
    ),
    withField: groups({
      window,
      where: nothing && fieldNeeded ? present(fieldNeeded) : NEVER,
      columns: {},
      measures: { records: count() },
      limit: 1,
    }),
  };
}

/** What is to be known of the addresses inside that were rejected. */
function history(
  {
    inside,
    pairs,
  }: { readonly inside: FirstRows['inside']; readonly pairs: { readonly rows: readonly AddressPairRow[] } },
  { network }: Scope,
): readonly string[] {
  const seen = sightings(inside.rows);
  return addressHistory({
    network,
    addresses: distinct(seen.flatMap(({ source, destination }) => [source, destination])),
    own: ownAddresses(pairs.rows),
    since: earliest(seen),
  });
}

/** What a person should read first: what stops traffic, then what disturbs it, then what is harmless. */
const URGENCY: Partial<Record<Verdict, number>> = {
  'idle-timeout': 1,
  'late-packets': 2,
  'background-scan': 3,
};

/** Ends whose configuration is looked up; the busiest come first. */
const MOST_ENDS = 100;

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, MOST_ENDS);
}

function byUrgency(a: Finding, b: Finding): number {
  const urgency = (URGENCY[a.verdict] ?? 0) - (URGENCY[b.verdict] ?? 0);
  if (urgency !== 0) return urgency;
  const ongoing = Number(b.occurrence?.ongoing ?? false) - Number(a.occurrence?.ongoing ?? false);
  if (ongoing !== 0) return ongoing;
  return (b.occurrence?.packets ?? 0) - (a.occurrence?.packets ?? 0);
}

export const rejections = defineAnalyzer({
  id: 'rejections',
  title: 'Rejected traffic',
  summary: 'What is rejected, where, since when, and by which kind of rule as far as the records tell.',
  needs,
  follow,
  ends({ inside, outsideTuples }) {
    const seen = [...sightings(inside.rows), ...sightings(outsideTuples.rows)];
    return {
      addresses: distinct(seen.flatMap(({ source, destination }) => [source, destination])),
      interfaceIds: distinct(seen.flatMap(({ interfaceId }) => interfaceId ?? [])),
    };
  },
  analyze(rows, scope): Conclusion {
    const needed = [rows.inside, rows.outside, rows.outsideTuples, rows.accepted];
    const coverage = {
      ...coverageOf(rows.coverage.rows, needed),
      interfacesNotLogged: uncovered(scope).map(({ id }) => id),
      notes: history(rows, scope),
    };
    const completeUntil = coverage.completeUntil ?? scope.now;
    const accepted = sightings(
      rows.accepted.rows.map((row) => ({
        ...row,
        records: 1,
        packets: row.packets ?? 0,
        bytes: row.bytes ?? 0,
      })),
    );
    const followed = sightings(rows.outsideTuples.rows);
    const rejected = [...sightings(rows.inside.rows), ...followed];
    const all = conversations([...rejected, ...accepted]);
    const own = ownAddresses(rows.pairs.rows, scope.network);
    const known = services(conversations([...rejected, ...sightings(rows.sessions.rows)]));
    const subject = isSubject(scope);
    const found: readonly Rejection[] = all.flatMap((conversation) =>
      rejectionsOf(conversation, own, known, subject),
    );
    const surroundings = {
      subnets: subnetsByAddress(rows.pairs.rows, own, scope.network),
      sessions: sightings(rows.sessions.rows),
      completeUntil,
      network: scope.network,
    };
    const followedPairs = new Set(followed.map(({ source, destination }) => `${source} ${destination}`));
    const isProbe = probesAmong(rows.outside.rows, found, scope.request);
    const probes = rows.outside.rows.filter(
      (pair) => !followedPairs.has(`${pair.source} ${pair.destination}`) || isProbe(pair),
    );
    const scan = backgroundScan(probes, completeUntil);
    const worth = found.filter(({ rejected }) => !rejected.some(isProbe));
    const findings = [...findingsOf(groupRejections(worth), surroundings), ...(scan ? [scan] : [])].sort(
      byUrgency,
    );
    if (findings.length > 0) return { findings, coverage };
    const quiet = silence({
      scope,
      coverage: rows.coverage.rows,
      traffic: sightings(rows.traffic.rows),
      newestEver: newest(rows.newest.rows),
      recordsWithField: scope.request.subjects.some((one) => subjectField(one))
        ? (rows.withField.rows[0]?.records ?? 0)
        : null,
    });
    return { findings: [quiet], coverage };
  },
});
