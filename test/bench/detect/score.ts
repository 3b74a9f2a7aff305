/** How what was found compares with what was put in. */
import type { DetectorId } from '../../../src/diagnosis/detection.ts';
import { edgeOf, type Injection } from './attacks/injection.ts';
import type { Fleet } from './fleet.ts';

/** A claim that something is wrong, of a detector or of a public rule. */
export interface Claim {
  readonly detector: DetectorId;
  /** Ids of ours that it names. */
  readonly subjects: readonly string[];
  readonly from: number;
  readonly until: number;
}

export interface Score {
  readonly injected: number;
  /** Those that were found, each with the seconds from its first packet to the claim. */
  readonly found: readonly { readonly injection: Injection; readonly delay: number }[];
  readonly missed: readonly Injection[];
  /** Claims that are about an injection of theirs, and those that are about none at all. What is about another's is neither. */
  readonly right: number;
  readonly wrong: readonly Claim[];
}

/** A claim counts until so long after the last packet: a window, and the next round. Seconds. */
const LATER = 4500;
const LATER_BY_DAY = 86_400 + 6 * 3600;

function overlaps(claim: Claim, { start, end }: Injection, later: number): boolean {
  return claim.from <= end + later && claim.until >= start;
}

function isAbout({ subjects }: Claim, ids: readonly string[]): boolean {
  return ids.length === 0 || subjects.some((subject) => ids.includes(subject));
}

/** All of ours that an injection touches, which networks talk in it, and the NAT gateway that its packets pass. */
function touchedBy({ about, exchanges }: Injection, fleet: Fleet): readonly string[] {
  if (about.length === 0) return [];
  const addresses = new Set(exchanges.flatMap(({ client, server }) => [client, server]));
  // Where records lack the packets' own addresses, the gateway stands at the end of what passes it.
  const passing = exchanges.flatMap((one) => {
    const gateway = fleet.nat(fleet.byAddress.get(one.client)?.stack ?? -1);
    return gateway && !fleet.byAddress.has(one.server) ? [{ ...one, server: gateway.address }] : [];
  });
  const touched = [...about, ...addresses];
  const hosts = touched.flatMap((id) => fleet.byAddress.get(id) ?? []);
  const gateways = new Set(hosts.map(({ stack }) => fleet.nat(stack)));
  return [
    ...touched,
    ...new Set([...exchanges, ...passing].map(edgeOf)),
    ...[...hosts, ...gateways].flatMap((host) => (host ? [host.address, host.interfaceId] : [])),
  ];
}

/** @param isByDay whether the detector looks at days, and so still tells of one when it is over */
export function scored(
  detector: DetectorId,
  claims: readonly Claim[],
  injections: readonly Injection[],
  fleet: Fleet,
  isByDay: boolean,
): Score {
  const later = isByDay ? LATER_BY_DAY : LATER;
  const own = injections.filter((one) => one.detector === detector);
  const touched = injections.map((one) => ({ one, ids: touchedBy(one, fleet) }));
  const firstOf = (one: Injection) =>
    claims
      .filter((claim) => overlaps(claim, one, later) && isAbout(claim, one.about))
      .sort((a, b) => a.from - b.from)[0];
  const found = own.flatMap((injection) => {
    const claim = firstOf(injection);
    return claim ? [{ injection, delay: Math.max(0, claim.from - injection.start) }] : [];
  });
  const isRight = (claim: Claim) =>
    own.some((one) => overlaps(claim, one, later) && isAbout(claim, one.about));
  const isExplained = (claim: Claim) =>
    touched.some(({ one, ids }) => overlaps(claim, one, later) && isAbout(claim, ids));
  return {
    injected: own.length,
    found,
    missed: own.filter((one) => !firstOf(one)),
    right: claims.filter(isRight).length,
    wrong: claims.filter((claim) => !isExplained(claim)),
  };
}

/** The interval that holds a share with 95 % (Wilson 1927). */
export function wilson(of: number, among: number): readonly [number, number] {
  if (among === 0) return [0, 1];
  const z = 1.96;
  const share = of / among;
  const middle = share + (z * z) / (2 * among);
  const spread = z * Math.sqrt((share * (1 - share)) / among + (z * z) / (4 * among * among));
  const scale = 1 + (z * z) / among;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
