/** Builders for what analyzers read: sightings of a web host (10.0.1.5) and a database (10.0.2.9), to be varied. */
import type { Sighting } from '../../src/analyzers/sighting.ts';

export const T0 = 1_790_000_000;

/** A request packet of web to db on 5432, accepted at the database's interface. */
export function sighting(changes: Partial<Sighting> = {}): Sighting {
  const base = {
    interfaceId: 'eni-0db',
    subnetId: null,
    source: '10.0.1.5',
    destination: '10.0.2.9',
    srcPort: 49152,
    dstPort: 5432,
    protocol: 6,
    action: 'ACCEPT' as const,
    tcpFlags: null,
    flowDirection: null,
    rejectReason: null,
    records: 1,
    packets: 4,
    bytes: 240,
    first: T0,
    last: T0 + 30,
    ...changes,
  };
  return { srcAddr: base.source, dstAddr: base.destination, ...base };
}

/** The other direction of a sighting. */
export function reversed(of: Sighting, changes: Partial<Sighting> = {}): Sighting {
  return {
    ...of,
    source: of.destination,
    destination: of.source,
    srcAddr: of.dstAddr,
    dstAddr: of.srcAddr,
    srcPort: of.dstPort,
    dstPort: of.srcPort,
    ...changes,
  };
}
