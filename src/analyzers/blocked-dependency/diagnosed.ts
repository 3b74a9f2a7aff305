/** Why dependencies are rejected: what `reject` would find of them, from their own records and the configuration. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { conversations } from '../conversation.ts';
import { type AddressPairRow, ownAddresses, subnetsByAddress } from '../interface-address.ts';
import { type Cause, type Rejection, rejectionsOf } from '../rejection.ts';
import { findingsOf } from '../rejection-finding.ts';
import { groupRejections } from '../rejection-verdict.ts';
import { services } from '../roles.ts';
import { type Sighting, type SightingRow, sightings } from '../sighting.ts';
import { dependencyKey, type Refused } from './dependency.ts';

/** Packets that come late or after a long silence are rejected because nobody waits for them any more. */
const BLOCKING: ReadonlySet<Cause> = new Set([
  'block-public-access',
  'encryption-controls',
  'reply',
  'request',
  'cut',
]);

/** Record times lag the packet by up to a minute. */
const LAG_SECONDS = 60;

export interface Records {
  readonly rejected: readonly SightingRow[];
  readonly accepted: readonly SightingRow[];
  readonly pairs: readonly AddressPairRow[];
}

export interface Diagnosed {
  /** Those whose own packets show that policy stops them. */
  readonly blocked: readonly Refused[];
  /** Of those, the ones of which nothing was answered any more since the first rejection. */
  readonly cutOff: readonly Refused[];
  /** What names the cause, the most sure first. */
  readonly findings: readonly Finding[];
}

function keyOf({ roles: { initiator, responder }, protocol }: Rejection): string {
  return dependencyKey({
    client: initiator.address,
    server: responder.address,
    port: responder.port ?? 0,
    protocol: protocol ?? 0,
  });
}

function isAnswered(one: Refused, accepted: readonly Sighting[]): boolean {
  return accepted.some(
    ({ source, srcPort, destination, interfaceId, first }) =>
      source === one.server &&
      srcPort === one.port &&
      destination === one.client &&
      one.interfaces.has(interfaceId) &&
      first > one.first + LAG_SECONDS,
  );
}

/** @param of dependencies on one service */
export function diagnosed(
  of: readonly Refused[],
  records: Records,
  completeUntil: number,
  network: NetworkIndex | null,
): Diagnosed {
  const accepted = sightings(records.accepted);
  const all = conversations([...sightings(records.rejected), ...accepted]);
  const own = ownAddresses(records.pairs, network);
  const wanted = new Map(of.map((one) => [dependencyKey(one), one]));
  const known = services(all);
  const rejections = all
    .flatMap((conversation) => rejectionsOf(conversation, own, known, () => false))
    .filter((rejection) => BLOCKING.has(rejection.cause) && wanted.has(keyOf(rejection)));
  const blocked = [...new Set(rejections.flatMap((rejection) => wanted.get(keyOf(rejection)) ?? []))];
  const findings = findingsOf(groupRejections(rejections), {
    subnets: subnetsByAddress(records.pairs, own, network),
    sessions: accepted,
    completeUntil,
    network,
  });
  return {
    blocked,
    cutOff: blocked.filter((one) => !isAnswered(one, accepted)),
    findings: [...findings].sort((a, b) => b.confidence - a.confidence),
  };
}
