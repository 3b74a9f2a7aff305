/** `trace`: what becomes of traffic from one end to another, from both ends where both are logged, and where it stops. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import { groups } from '../query/flow-query.ts';
import { acceptedRecords, acceptedSightings } from './accepted-records.ts';
import { addressHistory } from './address-history.ts';
import { type Conclusion, defineAnalyzer, type Scope } from './analyzer.ts';
import { type Conversation, conversations, earliest } from './conversation.ts';
import { type CoverageRow, coverageOf, coverageQuery, newest, newestQuery } from './coverage.ts';
import { addressPairs, type OwnAddresses, ownAddresses, subnetsByAddress } from './interface-address.ts';
import { uncovered } from './not-logged.ts';
import { outcomeOf, seenConnection } from './path/connection-outcome.ts';
import { withGateways } from './path/gateway-finding.ts';
import { gatewayLegs, gatewayQuery } from './path/gateway-records.ts';
import { pathVerdict } from './path/path-verdict.ts';
import type { TracedConnection } from './path/traced-connection.ts';
import { rejectionsOf } from './rejection.ts';
import { findingsOf } from './rejection-finding.ts';
import { groupRejections } from './rejection-verdict.ts';
import { type Roles, rolesOf, type Services, services } from './roles.ts';
import {
  SIGHTING_COLUMNS,
  SIGHTING_MEASURES,
  type Sighting,
  type SightingRow,
  sightings,
} from './sighting.ts';
import { extentOf } from './subject.ts';
import { type Ends, endsAsked, endsOf, exchanged, sideOf } from './trace-ends.ts';
import { untraced } from './untraced.ts';

const TUPLES = 5000;
const RECORDS = 5000;
/** A connection this young when the records end may have its other half in records that are not delivered yet, seconds. */
const EDGE_SECONDS = 120;

function needs(scope: Scope) {
  const { window } = scope.request;
  return {
    tuples: groups({
      window,
      where: exchanged(scope),
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: TUPLES,
    }),
    coverage: coverageQuery(window),
  };
}

interface FirstRows {
  readonly tuples: { readonly rows: readonly SightingRow[] };
  readonly coverage: { readonly rows: readonly CoverageRow[] };
}

function addressesOf(scope: Scope, seen: readonly Sighting[]): readonly string[] {
  const { source, destination } = endsAsked(scope);
  const asked = [source, destination].flatMap((one) => (one.kind === 'address' ? [one.text] : []));
  return [...new Set([...asked, ...seen.flatMap((one) => [one.source, one.destination])])].slice(0, 50);
}

/** The ends' addresses by the configuration: an end may be named by what a gateway's record does not have. */
function configured(scope: Scope): readonly string[] {
  const { source, destination } = endsAsked(scope);
  return [source, destination].flatMap((one) => extentOf(one, scope.network)?.addresses ?? []);
}

function interfacesOf(seen: readonly Sighting[]): readonly string[] {
  return [...new Set(seen.flatMap(({ interfaceId }) => interfaceId ?? []))].slice(0, 50);
}

function follow({ tuples, coverage }: FirstRows, scope: Scope) {
  const { window } = scope.request;
  const seen = sightings(tuples.rows);
  return {
    accepted: acceptedRecords(window, exchanged(scope), RECORDS),
    pairs: addressPairs(window, interfacesOf(seen), addressesOf(scope, seen)),
    newest: newestQuery(window, coverage.rows.length === 0),
    gateways: gatewayQuery(scope, [...addressesOf(scope, seen), ...configured(scope)]),
  };
}

function keyOf({ source, srcPort, destination, dstPort, protocol }: Sighting): string {
  const ends = [`${source} ${srcPort}`, `${destination} ${dstPort}`].sort();
  return `${ends.join(' ')} ${protocol}`;
}

/** An end is logged when its interface wrote any record in the window. */
function isLogged(end: Ends['source'], coverage: readonly CoverageRow[], own: OwnAddresses): boolean {
  const wrote = new Set(
    coverage.filter(({ logStatus }) => logStatus !== 'SKIPDATA').map(({ interfaceId }) => interfaceId),
  );
  if ([...end.interfaceIds].some((id) => wrote.has(id))) return true;
  return [...own].some(
    ([, candidates]) => candidates.size === 1 && [...candidates].some((one) => end.addresses.has(one)),
  );
}

interface Traced {
  readonly conversation: Conversation;
  readonly roles: Roles;
}

/** The conversations that the one end opened; where it opened none, all of them. */
function opened(traced: readonly Traced[], ends: Ends): readonly Traced[] {
  const own = traced.filter(({ roles }) => ends.source.addresses.has(roles.initiator.address));
  return own.length > 0 ? own : traced;
}

function rejectionFindings(
  traced: readonly Sighting[],
  accepted: readonly Sighting[],
  {
    own,
    known,
    ends,
    scope,
    completeUntil,
    pairs,
  }: {
    readonly own: OwnAddresses;
    readonly known: Services;
    readonly ends: Ends;
    readonly scope: Scope;
    readonly completeUntil: number;
    readonly pairs: Parameters<typeof subnetsByAddress>[0];
  },
): readonly Finding[] {
  const rejected = traced.filter(({ action }) => action === 'REJECT');
  if (rejected.length === 0) return [];
  const keys = new Set(rejected.map(keyOf));
  const beside = accepted.filter((sighting) => keys.has(keyOf(sighting)));
  const found = conversations([...rejected, ...beside]).flatMap((conversation) =>
    rejectionsOf(conversation, own, known, (address) => ends.destination.addresses.has(address)),
  );
  return findingsOf(groupRejections(found), {
    subnets: subnetsByAddress(pairs, own, scope.network),
    sessions: traced.filter(({ action }) => action === 'ACCEPT'),
    completeUntil,
    network: scope.network,
  });
}

function isHarmless({ verdict }: Finding): boolean {
  return verdict === 'late-packets';
}

/**
 * Late packets are harmless: they come after what was found of the path. Where something is rejected, that the other connections work is no
 * finding of its own.
 */
function inOrder(rejections: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const isSerious = !rejections.every(isHarmless);
  const path = found.filter(({ verdict }) => !isSerious || verdict !== 'app-level');
  return [...rejections.filter((finding) => !isHarmless(finding)), ...path, ...rejections.filter(isHarmless)];
}

export const trace = defineAnalyzer({
  id: 'trace',
  title: 'Path of an exchange',
  summary: 'What becomes of traffic from one end to another, and what stops it.',
  needs,
  follow,
  ends({ tuples }, scope) {
    const seen = sightings(tuples.rows);
    return { addresses: addressesOf(scope, seen), interfaceIds: interfacesOf(seen) };
  },
  analyze(rows, scope): Conclusion {
    const seen = sightings(rows.tuples.rows);
    const own = ownAddresses(rows.pairs.rows, scope.network);
    const notes = addressHistory({
      network: scope.network,
      addresses: addressesOf(scope, seen),
      own: ownAddresses(rows.pairs.rows),
      since: earliest(seen),
    });
    const coverage = {
      ...coverageOf(rows.coverage.rows, [rows.tuples]),
      interfacesNotLogged: uncovered(scope).map(({ id }) => id),
      notes,
    };
    const completeUntil = coverage.completeUntil ?? scope.now;
    const all = conversations(seen);
    const known = services(all);
    const traced = all.map((conversation) => ({ conversation, roles: rolesOf(conversation, known) }));
    const requests = seen.filter((sighting) =>
      traced.some(({ roles }) => roles.initiator.address === sighting.source),
    );
    const ends = endsOf(scope, own, requests);
    if (seen.length === 0) {
      const newestEver = newest(rows.newest.rows);
      const found = untraced({ scope, ends, coverage: rows.coverage.rows, newestEver });
      const legs = gatewayLegs(rows.gateways.rows, ends.source.addresses);
      return { findings: withGateways(found, { legs, network: scope.network }), coverage };
    }
    const accepted = acceptedSightings(rows.accepted.rows);
    const rejections = rejectionFindings(seen, accepted, {
      own,
      known,
      ends,
      scope,
      completeUntil,
      pairs: rows.pairs.rows,
    });
    const logged = {
      source: isLogged(ends.source, rows.coverage.rows, own),
      destination: isLogged(ends.destination, rows.coverage.rows, own),
    };
    const connections = opened(traced, ends).map(({ conversation, roles }): TracedConnection => {
      const [sample] = [...conversation.fromA, ...conversation.fromB];
      const key = sample ? keyOf(sample) : '';
      const connection = seenConnection(
        conversation,
        ({ source, srcPort }) => source === roles.initiator.address && srcPort === roles.initiator.port,
        (sighting) => sideOf(sighting, ends, own),
        accepted.filter((sighting) => keyOf(sighting) === key),
      );
      return { roles, seen: connection, outcome: outcomeOf(connection, logged) };
    });
    const open = connections.filter(({ outcome }) => outcome !== 'rejected');
    const settled = open.filter(({ seen: { request } }) => {
      const firsts = [...request.source, ...request.destination, ...request.between].map(
        ({ first }) => first,
      );
      return Math.min(...firsts) <= completeUntil - EDGE_SECONDS;
    });
    // What came in the last seconds beside what was rejected may be the same, of which the other end was not delivered yet.
    const [first, ...others] = settled.length > 0 || !rejections.every(isHarmless) ? settled : open;
    const path = first
      ? pathVerdict({ connections: [first, ...others], network: scope.network, completeUntil })
      : undefined;
    const initiators = new Set(connections.map(({ roles }) => roles.initiator.address));
    const legs = gatewayLegs(rows.gateways.rows, initiators);
    const found = path ? withGateways(path, { legs, network: scope.network }) : [];
    return { findings: inOrder(rejections, found), coverage };
  },
});
