/** `talk`: everything that flow logs, the configuration and public data say about an address, on one page. */
import { holdersOf } from '../network/find/address-holder.ts';
import { field } from '../query/expression.ts';
import { count, groups } from '../query/flow-query.ts';
import { isOneOf, NEVER, type Predicate } from '../query/predicate.ts';
import { specialAddress } from '../record/special-address.ts';
import { addressHistory } from './address-history.ts';
import { defineAnalyzer, type Scope } from './analyzer.ts';
import { newest, newestQuery, skippedOf, skippedQuery } from './coverage.ts';
import { type AddressPairRow, addressPairs, ownAddresses } from './interface-address.ts';
import { uncovered } from './not-logged.ts';
import { asked, subjectField } from './subject.ts';
import { flowsOf } from './talk/flows.ts';
import { identitySection } from './talk/identity.ts';
import type { PortsRow, ServiceRow } from './talk/queries.ts';
import { talkQueries } from './talk/queries.ts';
import { largestPeers, talkSections } from './talk/sections.ts';
import { sideBy } from './talk/side.ts';
import { talkNextCheck, talkSummary } from './talk/summary.ts';

/** The address that is asked about, where it is one and the configuration does not place it. */
function unplacedAddress({ request, network }: Scope): string | undefined {
  const [subject] = request.subjects;
  if (subject?.kind !== 'address') return undefined;
  return network && holdersOf(network, subject.text).length > 0 ? undefined : subject.text;
}

function needs(scope: Scope) {
  const { window } = scope.request;
  const address = unplacedAddress(scope);
  return {
    ...talkQueries(scope),
    pairs: addressPairs(window, [], address === undefined ? [] : [address]),
    skipped: skippedQuery(window),
  };
}

/** Where records of the subject's own interface are, for what the configuration does not say. */
function placeCondition(pairs: readonly AddressPairRow[], scope: Scope): Predicate {
  const address = unplacedAddress(scope);
  const [subject] = scope.request.subjects;
  if (address === undefined) return subject && subjectField(subject) && !scope.network ? asked(scope) : NEVER;
  const own = [...ownAddresses(pairs)].flatMap(([id, [only, ...others]]) =>
    only === address && others.length === 0 ? [id] : [],
  );
  return isOneOf(field('interfaceId'), own);
}

function placeQuery(pairs: readonly AddressPairRow[], scope: Scope) {
  return groups({
    window: scope.request.window,
    where: placeCondition(pairs, scope),
    columns: {
      interfaceId: field('interfaceId'),
      instanceId: field('instanceId'),
      subnetId: field('subnetId'),
      azId: field('azId'),
      vpcId: field('vpcId'),
      accountId: field('accountId'),
    },
    measures: { records: count() },
    orderBy: [{ by: 'records', descending: true }],
    limit: 20,
  });
}

interface TalkRows {
  readonly toService: { readonly rows: readonly ServiceRow[] };
  readonly fromService: { readonly rows: readonly ServiceRow[] };
  readonly other: { readonly rows: readonly PortsRow[] };
}

function everyRow({ toService, fromService, other }: TalkRows) {
  return [...toService.rows, ...fromService.rows, ...other.rows];
}

function flowsIn(rows: TalkRows, scope: Scope) {
  const { toService, fromService, other } = rows;
  const found = { toService: toService.rows, fromService: fromService.rows, other: other.rows };
  return flowsOf(found, sideBy(everyRow(rows), scope));
}

function hasUndecided(rows: TalkRows, scope: Scope): boolean {
  const all = everyRow(rows);
  const sideOf = sideBy(all, scope);
  return all.some((row) => sideOf(row) === null);
}

/** So many peers are looked up, and no more: each costs a part of a call, or a few reads. */
const LOOKED_UP = 100;

function shownPeers(rows: TalkRows, scope: Scope): readonly string[] {
  return largestPeers(flowsIn(rows, scope), scope)
    .slice(0, LOOKED_UP)
    .map(([{ peer }]) => peer);
}

const BY_PORTS =
  'Who opened a connection is told by its ports: the service has the lower one, or the one that many ports talk to.';
const AT_LEAST =
  'Only the largest groups of records were read, so amounts and numbers of peers are at least these.';

const UNDECIDED =
  'Of some records it cannot be told which end is meant: they have no flow-direction, and nothing shows whose interface wrote them. They are not counted.';

export const talk = defineAnalyzer({
  id: 'talk',
  title: 'All about an address',
  summary: 'Who it is, whom it talks with, which services it offers and calls, and what is rejected.',
  needs,
  follow: (rows, scope) => ({
    place: placeQuery(rows.pairs.rows, scope),
    newest: newestQuery(scope.request.window, everyRow(rows).length === 0),
  }),
  ends: (rows, scope) => ({
    addresses: shownPeers(rows, scope),
    interfaceIds: [],
  }),
  strangers(rows, scope) {
    const own = unplacedAddress(scope);
    const { network } = scope;
    return [...(own === undefined ? [] : [own]), ...shownPeers(rows, scope)].filter(
      (address) =>
        specialAddress(address) === undefined && !(network && holdersOf(network, address).length > 0),
    );
  },
  analyze(rows, scope) {
    const flows = flowsIn(rows, scope);
    const found = { flows, undecided: hasUndecided(rows, scope) };
    const cutOff = [rows.toService, rows.fromService, rows.other].some((one) => one.cutOff);
    const [subject] = scope.request.subjects;
    const first = flows.reduce((least, flow) => Math.min(least, flow.first ?? least), scope.now);
    const history = addressHistory({
      network: scope.network,
      addresses: subject?.kind === 'address' ? [subject.text] : [],
      own: ownAddresses(rows.pairs.rows),
      since: first,
    });
    return {
      findings: [
        {
          verdict: 'listing',
          confidence: 1,
          summary: talkSummary(found, scope, cutOff),
          blocker: null,
          evidence: [],
          nextCheck: talkNextCheck(found, scope),
        },
      ],
      sections: [identitySection(flows, rows.place.rows, scope), ...talkSections(flows, scope)],
      coverage: {
        completeUntil: newest([...everyRow(rows), ...rows.newest.rows]),
        skipData: skippedOf(rows.skipped.rows),
        interfacesNotLogged: uncovered(scope).map(({ id }) => id),
        cutOff,
        notes: [
          ...history,
          ...(flows.some(({ serving }) => serving !== null) ? [BY_PORTS] : []),
          ...(found.undecided ? [UNDECIDED] : []),
          ...(cutOff ? [AT_LEAST] : []),
          ...(scope.facts?.notes ?? []),
        ],
      },
    };
  },
});
