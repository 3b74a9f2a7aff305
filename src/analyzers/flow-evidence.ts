/** A sighting as evidence: the record, or the sum of records, that shows something. */
import type { Evidence, FlowEvidence } from '../diagnosis/evidence.ts';
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

type Measured = 'first' | 'last' | 'packets' | 'bytes' | 'records';

/** Of several records together: what they measured, and what they have in common. */
interface Traffic
  extends Pick<FlowEvidence, Measured>,
    Partial<Omit<FlowEvidence, Measured | 'kind' | 'source' | 'destination'>> {
  readonly source: string | null;
  readonly destination: string | null;
}

/** A group of records as evidence. Accepted, unless it says otherwise; what is not told of it differs among them, or was not asked. */
export function trafficEvidence({ source, destination, ...told }: Traffic): FlowEvidence {
  return {
    kind: 'flow',
    ...{ source: source ?? '-', destination: destination ?? '-', sourcePort: null, destinationPort: null },
    ...{ interfaceId: null, protocol: null, tcpFlags: null, action: 'ACCEPT', rejectReason: null },
    ...told,
  };
}
