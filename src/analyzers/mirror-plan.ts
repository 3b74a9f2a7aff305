/** `capture`: a Traffic Mirroring plan for one conversation, to be read and run by a person; or why mirroring cannot show it, and what can. */
import { groups } from '../query/flow-query.ts';
import { type Conclusion, defineAnalyzer, type Scope } from './analyzer.ts';
import { addressPairs, type OwnAddresses, ownAddresses } from './interface-address.ts';
import { neverShown, notOne, notShown, planned } from './mirror/conclusion.ts';
import { decide, type MirrorFacts } from './mirror/decision.ts';
import { type EndInterface, interfacesOf, passedBy } from './mirror/end-interface.ts';
import { betweenEnds, mirrorEnds } from './mirror/ends.ts';
import { neverMirrored, questionOf } from './mirror/never-mirrored.ts';
import {
  SIGHTING_COLUMNS,
  SIGHTING_MEASURES,
  type Sighting,
  type SightingRow,
  sightings,
} from './sighting.ts';

/** Pairs of addresses at an interface, the busiest first. */
const PAIRS = 1000;
const ADDRESSES_FOLLOWED = 50;

/** Without ports: who rejects whom is the question, and every connection would be a row. */
const { srcPort, dstPort, tcpFlags, ...PAIR_COLUMNS } = SIGHTING_COLUMNS;

function needs(scope: Scope) {
  return {
    exchange: groups({
      window: scope.request.window,
      where: betweenEnds(scope),
      columns: PAIR_COLUMNS,
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: PAIRS,
    }),
  };
}

type ExchangeRow = Omit<SightingRow, 'srcPort' | 'dstPort' | 'tcpFlags'>;

function seenIn(rows: readonly ExchangeRow[]): readonly Sighting[] {
  return sightings(rows.map((row) => ({ ...row, srcPort: null, dstPort: null, tcpFlags: null })));
}

/** The addresses that were asked about and that the configuration does not place: records may show whose they are. */
function notPlaced(scope: Scope): readonly string[] {
  const { own, peer } = mirrorEnds(scope);
  return [own, peer].flatMap((subject) =>
    subject?.kind === 'address' && !scope.network?.holders.has(subject.text) ? [subject.text] : [],
  );
}

/** Where the first end has no interface here and the other has one, the other is mirrored: it sees the same packets. */
function factsOf(
  scope: Scope,
  own: OwnAddresses,
  seen: readonly Sighting[],
  cutOff: boolean,
): MirrorFacts | readonly EndInterface[] {
  const ends = mirrorEnds(scope);
  const candidates = interfacesOf(scope, ends.own, own);
  const source = passedBy(candidates, seen);
  const peer = ends.peer ? passedBy(interfacesOf(scope, ends.peer, own), seen) : undefined;
  if (source) return { scope, ends, seen, cutOff, own, source, peer };
  if (!peer || !ends.peer || candidates.length > 0) return candidates;
  const swapped = { ...ends, own: ends.peer, peer: ends.own };
  return { scope, ends: swapped, seen, cutOff, own, source: peer, peer: undefined };
}

export const mirrorPlan = defineAnalyzer({
  id: 'mirror-plan',
  title: 'Traffic Mirroring plan',
  summary:
    'How to see the packets of one conversation, as commands to run, or why mirroring cannot show them.',
  needs,
  follow: (_rows, scope) => ({ pairs: addressPairs(scope.request.window, [], notPlaced(scope)) }),
  ends({ exchange }, scope) {
    const seen = seenIn(exchange.rows);
    const addresses = [...notPlaced(scope), ...seen.flatMap((one) => [one.source, one.destination])];
    return {
      addresses: [...new Set(addresses)].slice(0, ADDRESSES_FOLLOWED),
      interfaceIds: [...new Set(seen.flatMap((one) => one.interfaceId ?? []))].slice(0, ADDRESSES_FOLLOWED),
    };
  },
  analyze({ exchange, pairs }, scope): Conclusion {
    const ends = mirrorEnds(scope);
    const never = neverMirrored(questionOf({ scope, ends }));
    if (never) return neverShown(never);
    const own = ownAddresses([...pairs.rows, ...exchange.rows], scope.network);
    const facts = factsOf(scope, own, seenIn(exchange.rows), exchange.cutOff);
    if (!('source' in facts)) return notOne(scope, ends, facts);
    const decision = decide(facts);
    return decision.kind === 'plan' ? planned(facts, decision) : notShown(facts, decision);
  },
});
