/** A sighting as evidence: the record, or the sum of records, that shows something. */
import type { Evidence } from '../diagnosis/evidence.ts';
import type { Sighting } from './sighting.ts';

export function flowEvidence(sighting: Sighting): Evidence {
  const {
    source,
    destination,
    srcPort,
    dstPort,
    interfaceId,
    first,
    last,
    protocol,
    tcpFlags,
    packets,
    bytes,
    action,
    rejectReason,
    records,
  } = sighting;
  return {
    kind: 'flow',
    first,
    last,
    interfaceId,
    source,
    sourcePort: srcPort,
    destination,
    destinationPort: dstPort,
    protocol,
    tcpFlags,
    packets,
    bytes,
    action,
    rejectReason,
    records,
  };
}
