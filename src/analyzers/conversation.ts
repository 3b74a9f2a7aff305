/** Sightings of one exchange put together: both directions, at every network interface that logged them. */
import type { Sighting } from './sighting.ts';

/** One end of a five-tuple. Ports are null for protocols without them. */
export interface Endpoint {
  readonly address: string;
  readonly port: number | null;
}

/** All sightings of a five-tuple and its reverse. */
export interface Conversation {
  /** The endpoint whose text sorts first; says nothing of roles. */
  readonly a: Endpoint;
  readonly b: Endpoint;
  readonly protocol: number | null;
  readonly fromA: readonly Sighting[];
  readonly fromB: readonly Sighting[];
}

function endpointText({ address, port }: Endpoint): string {
  return `${address} ${port ?? ''}`;
}

/** Groups sightings by conversation, in the order in which each conversation first appears. */
export function conversations(all: readonly Sighting[]): readonly Conversation[] {
  const byKey = new Map<
    string,
    { a: Endpoint; b: Endpoint; protocol: number | null; fromA: Sighting[]; fromB: Sighting[] }
  >();
  for (const sighting of all) {
    const sender = { address: sighting.source, port: sighting.srcPort };
    const receiver = { address: sighting.destination, port: sighting.dstPort };
    const senderFirst = endpointText(sender) <= endpointText(receiver);
    const [a, b] = senderFirst ? [sender, receiver] : [receiver, sender];
    const key = `${endpointText(a)} ${endpointText(b)} ${sighting.protocol}`;
    const known = byKey.get(key) ?? { a, b, protocol: sighting.protocol, fromA: [], fromB: [] };
    (senderFirst ? known.fromA : known.fromB).push(sighting);
    byKey.set(key, known);
  }
  return [...byKey.values()];
}

export function packetsOf(sightings: readonly Sighting[]): number {
  return sightings.reduce((total, { packets }) => total + packets, 0);
}

/** Seconds since the epoch; Infinity of none. */
export function earliest(sightings: readonly Sighting[]): number {
  return sightings.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);
}

/** Seconds since the epoch; -Infinity of none. */
export function latest(sightings: readonly Sighting[]): number {
  return sightings.reduce((greatest, { last }) => Math.max(greatest, last), Number.NEGATIVE_INFINITY);
}
