/**
 * Connections folded into conversations: who asked whom for which service, whatever port the client took. What each network interface saw of
 * each direction is kept apart, and so are ACCEPT and REJECT.
 */
import { conversations, type Endpoint } from '../conversation.ts';
import { rolesOf, services } from '../roles.ts';
import type { Seen } from './traffic.ts';

/** What one network interface saw of one direction. */
export interface Side {
  readonly interfaceId: string | null;
  readonly way: 'request' | 'reply';
  readonly seen: readonly Seen[];
}

export interface Exchange {
  readonly initiator: string;
  readonly responder: string;
  /** IANA protocol number. */
  readonly protocol: number | null;
  /** The responder's; null for protocols without ports. */
  readonly port: number | null;
  readonly sides: readonly Side[];
}

interface Folding extends Omit<Exchange, 'sides'> {
  readonly sides: Map<string, { interfaceId: string | null; way: Side['way']; seen: Seen[] }>;
}

/** The same for both directions of protocols without ports, where neither end is the service. */
function keyOf(
  initiator: Endpoint,
  responder: Endpoint,
  protocol: number | null,
  port: number | null,
): string {
  const ends = [initiator.address, responder.address];
  return JSON.stringify([...(port === null ? ends.sort() : ends), protocol, port]);
}

function isSeen(sighting: object): sighting is Seen {
  return 'when' in sighting && 'slot' in sighting;
}

export function exchanges(all: readonly Seen[]): readonly Exchange[] {
  const connections = conversations(all);
  // Both windows together, so that a conversation has the same roles in both.
  const known = services(connections);
  const folded = new Map<string, Folding>();
  for (const connection of connections) {
    const { initiator, responder } = rolesOf(connection, known);
    const { protocol } = connection;
    const port = responder.port === 0 ? null : responder.port;
    const key = keyOf(initiator, responder, protocol, port);
    const into: Folding = folded.get(key) ?? {
      initiator: initiator.address,
      responder: responder.address,
      protocol,
      port,
      sides: new Map(),
    };
    folded.set(key, into);
    for (const sighting of [...connection.fromA, ...connection.fromB].filter(isSeen)) {
      const way = sighting.source === into.initiator ? 'request' : 'reply';
      const place = `${way} ${sighting.interfaceId}`;
      const side = into.sides.get(place) ?? { interfaceId: sighting.interfaceId, way, seen: [] };
      into.sides.set(place, side);
      side.seen.push(sighting);
    }
  }
  return [...folded.values()].map((one) => ({ ...one, sides: [...one.sides.values()] }));
}

/** The busiest interface's view, so that nothing is counted at both ends. */
export function oneView({ sides }: Exchange): readonly Seen[] {
  const byInterface = new Map<string | null, Seen[]>();
  for (const { interfaceId, seen } of sides) {
    byInterface.set(interfaceId, [...(byInterface.get(interfaceId) ?? []), ...seen]);
  }
  const packets = (seen: readonly Seen[]) => seen.reduce((total, one) => total + one.packets, 0);
  return [...byInterface.values()].reduce<readonly Seen[]>(
    (most, seen) => (packets(seen) > packets(most) ? seen : most),
    [],
  );
}
