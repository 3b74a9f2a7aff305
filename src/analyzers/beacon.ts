/** Connections to a rare destination outside that come as a clock ticks: what malware does that asks for orders, and every program that polls. */
import { type BeatRow, beatsOf, chosenOf } from './beacon/beats.ts';
import { candidatesIn } from './beacon/candidates.ts';
import { judged } from './beacon/detected.ts';
import { type BeaconScope, parameters } from './beacon/parameters.ts';
import { acquaintancesOf } from './detection/acquainted.ts';
import { byKey } from './detection/by-key.ts';
import { defineDetector } from './detection/detector.ts';
import { outboundPairs, pairKey, pairsIn } from './detection/outbound-pairs.ts';
import { pairsOfHosts } from './detection/passed-on.ts';
import { isAloneAmong } from './detection/rare-destinations.ts';

interface Rows {
  readonly pairs: { readonly rows: Parameters<typeof pairsIn>[0]; readonly cutOff: boolean };
  readonly lastHour: { readonly rows: readonly BeatRow[] };
  readonly lastHours: { readonly rows: readonly BeatRow[] };
  readonly whole: { readonly rows: readonly BeatRow[] };
}

function hostsIn({ pairs }: Pick<Rows, 'pairs'>, scope: BeaconScope) {
  return pairsOfHosts(pairsIn(pairs.rows), scope);
}

function chosenIn(rows: Pick<Rows, 'pairs'>, scope: BeaconScope) {
  return chosenOf(candidatesIn(hostsIn(rows, scope), scope), scope.request.window);
}

function foundIn({ pairs, lastHour, lastHours, whole }: Rows, scope: BeaconScope) {
  const ofPair = byKey([...lastHour.rows, ...lastHours.rows, ...whole.rows], pairKey);
  const hosts = hostsIn({ pairs }, scope);
  const isAlone = isAloneAmong(hosts);
  return candidatesIn(hosts, scope).flatMap((pair) =>
    judged(pair, ofPair.get(pairKey(pair)) ?? [], isAlone(pair), scope),
  );
}

function notesOf({ pairs }: Rows, scope: BeaconScope): readonly string[] {
  const { window } = scope.request;
  const { spanHours } = scope.parameters;
  if (window.end - window.start < spanHours * 3600)
    return [
      `Beacons were not looked for: they take ${spanHours} hours of records, such as \`scan last 24h\`.`,
    ];
  const { left } = chosenIn({ pairs }, scope);
  return [
    ...(pairs.cutOff ? ['Beacons were looked for among the 10,000 busiest pairs of hosts alone.'] : []),
    ...(left > 0 ? [`${left} less even pairs of hosts were not looked at for beacons.`] : []),
  ];
}

export const beacon = defineDetector({
  id: 'beacon',
  title: 'Beacon',
  summary: 'Connections to a rare destination outside that come as regularly as a clock ticks.',
  basis:
    'A likelihood ratio of a gamma renewal process with missed beats against chance, on the starts of connections put together from their records; rarity and newness of the destination as RITA has them.',
  quietBy:
    'Destinations of more than 2 of our hosts (or 2 % of them), those that anybody here knew 7 days ago, AWS services, DNS, NTP and what is expected are left out; connections that persist have no beats; what only its rarity makes suspicious, and what is found before 7 days are remembered, goes to the digest.',
  benign:
    'Monitoring, update checks, licence servers and package mirrors poll as regularly; their destination belongs to a product that somebody here installed.',
  pace: 'day',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => ({ pairs: outboundPairs(scope) }),
  follow: (rows, scope) => beatsOf(chosenIn(rows, scope), scope),
  strangers: (rows, scope) => foundIn(rows, scope).flatMap(({ others }) => others),
  detect: (rows, scope) => ({
    found: foundIn(rows, scope),
    observed: { samples: [], acquaintances: acquaintancesOf(pairsIn(rows.pairs.rows)) },
    notes: notesOf(rows, scope),
  }),
});
