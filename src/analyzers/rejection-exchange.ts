/** What happened in rejected conversations between the same parties: the exchange as their interface saw it, how often and since when. */
import type { Exchange, Leg, Occurrence } from '../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { earliest, latest, packetsOf } from './conversation.ts';
import { isOngoing } from './ongoing.ts';
import { partyName } from './party.ts';
import type { Rejections, Surroundings } from './rejection-verdict.ts';
import type { Sighting } from './sighting.ts';

function leg(sightings: readonly Sighting[], direction: 'in' | 'out'): Leg {
  const accepted = sightings.some(({ action }) => action === 'ACCEPT');
  const rejected = sightings.some(({ action }) => action === 'REJECT');
  if (!accepted && !rejected) return { action: 'unseen', direction: null, interfaceId: null, packets: 0 };
  const shown = rejected ? sightings.filter(({ action }) => action === 'REJECT') : sightings;
  return {
    action: accepted && rejected ? 'mixed' : rejected ? 'REJECT' : 'ACCEPT',
    direction,
    interfaceId: sightings[0]?.interfaceId ?? null,
    packets: packetsOf(shown),
  };
}

/** What happened between the parties, as the rejecting interface saw it. */
export function exchangeOf(rejections: Rejections, network: NetworkIndex | null = null): Exchange {
  const [{ roles, protocol, interfaceId, direction, fromInitiator }] = rejections;
  const same = rejections.flatMap(({ rejected, acceptedSame }) => [...rejected, ...acceptedSame]);
  const opposite = rejections.flatMap(({ acceptedOpposite }) => acceptedOpposite);
  const other = direction.way === 'in' ? 'out' : 'in';
  const ports = rejections.flatMap(({ roles: { initiator } }) => initiator.port ?? []);
  // The interface belongs to whoever sent what goes out of it.
  const initiatorOwns = (direction.way === 'out') === fromInitiator;
  return {
    initiator: {
      address: roles.initiator.address,
      name: partyName(network, roles.initiator.address),
      interfaceId: initiatorOwns ? interfaceId : null,
    },
    responder: {
      address: roles.responder.address,
      name: partyName(network, roles.responder.address),
      interfaceId: initiatorOwns ? null : interfaceId,
    },
    protocol,
    port: roles.responder.port === 0 ? null : roles.responder.port,
    initiatorPorts: ports.some((port) => port > 0)
      ? { low: Math.min(...ports), high: Math.max(...ports) }
      : null,
    request: fromInitiator ? leg(same, direction.way) : leg(opposite, other),
    reply: fromInitiator ? leg(opposite, other) : leg(same, direction.way),
    roleConfidence: roles.confidence,
  };
}

export function occurrenceOf(rejections: Rejections, { sessions, completeUntil }: Surroundings): Occurrence {
  const [{ roles }] = rejections;
  const rejected = rejections.flatMap((rejection) => rejection.rejected);
  const first = earliest(rejected);
  const last = latest(rejected);
  const affected = new Set(rejections.map(({ roles: { initiator } }) => initiator.port));
  const total = new Set(affected);
  for (const { source, destination, srcPort, dstPort } of sessions) {
    if (
      source === roles.initiator.address &&
      destination === roles.responder.address &&
      dstPort === roles.responder.port
    )
      total.add(srcPort);
  }
  return {
    first,
    last,
    ongoing: isOngoing({ first, last, times: rejections.length }, completeUntil),
    connections: roles.responder.port ? { affected: affected.size, total: total.size } : null,
    packets: packetsOf(rejected),
  };
}
