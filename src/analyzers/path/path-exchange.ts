/** What was seen of the connections between two ends: the exchange, how often and since when, and the records that show it. */
import type { Exchange, Finding, Leg, Occurrence } from '../../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { earliest, latest, packetsOf } from '../conversation.ts';
import { flowEvidence } from '../flow-evidence.ts';
import { isOngoing } from '../ongoing.ts';
import { partyName } from '../party.ts';
import type { Sighting } from '../sighting.ts';
import { everySighting, type TracedConnection } from './traced-connection.ts';

function leg(sightings: readonly Sighting[], direction: 'in' | 'out'): Leg {
  const [sample] = sightings;
  if (!sample) return { action: 'unseen', direction: null, interfaceId: null, packets: 0 };
  return { action: 'ACCEPT', direction, interfaceId: sample.interfaceId, packets: packetsOf(sightings) };
}

/** As the destination saw it where it did, else as the source did. */
export function exchangeOf(connections: readonly TracedConnection[], network: NetworkIndex | null): Exchange {
  const [first] = connections;
  if (!first) throw new TypeError('There is no connection to describe.');
  const { roles, seen } = first;
  const at = (way: 'request' | 'reply', side: 'source' | 'destination') =>
    connections.flatMap((one) => one.seen[way][side]);
  const [requestIn, requestOut] = [at('request', 'destination'), at('request', 'source')];
  const [replyIn, replyOut] = [at('reply', 'source'), at('reply', 'destination')];
  const between = connections.flatMap((one) => one.seen.reply.between);
  const reply = replyIn.length > 0 || replyOut.length === 0 ? leg(replyIn, 'in') : leg(replyOut, 'out');
  const ports = connections
    .flatMap(({ roles: { initiator } }) => initiator.port ?? [])
    .filter((port) => port > 0);
  const idOf = (sightings: readonly Sighting[]) => sightings[0]?.interfaceId ?? null;
  return {
    initiator: {
      address: roles.initiator.address,
      name: partyName(network, roles.initiator.address),
      interfaceId: idOf([...requestOut, ...replyIn]),
    },
    responder: {
      address: roles.responder.address,
      name: partyName(network, roles.responder.address),
      interfaceId: idOf([...requestIn, ...replyOut]),
    },
    protocol: seen.protocol,
    port: roles.responder.port === 0 ? null : roles.responder.port,
    initiatorPorts: ports.length > 0 ? { low: Math.min(...ports), high: Math.max(...ports) } : null,
    request: requestIn.length > 0 ? leg(requestIn, 'in') : leg(requestOut, 'out'),
    reply: reply.action === 'unseen' && between.length > 0 ? leg(between, 'in') : reply,
    roleConfidence: roles.confidence,
  };
}

export function occurrenceOf(
  affected: readonly TracedConnection[],
  total: number,
  completeUntil: number,
): Occurrence {
  const seen = affected.flatMap(everySighting);
  const [first, last] = [earliest(seen), latest(seen)];
  return {
    first,
    last,
    ongoing: isOngoing({ first, last, times: affected.length }, completeUntil),
    connections: { affected: affected.length, total },
    packets: 0,
  };
}

export function evidenceOf(affected: readonly TracedConnection[]): Finding['evidence'] {
  const [first, second] = affected;
  const byTime = (a: Sighting, b: Sighting) => a.first - b.first;
  const shown = [...(first ? everySighting(first) : []), ...(second ? everySighting(second) : [])];
  return shown.slice(0, MAX_EVIDENCE).sort(byTime).map(flowEvidence);
}
