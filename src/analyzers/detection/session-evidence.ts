/** The two directions of a connection as rows that show it. */
import type { FlowEvidence } from '../../diagnosis/evidence.ts';
import type { Session, SessionRow } from './outbound-sessions.ts';

function measuredOf({ first, last, packets, bytes, records }: SessionRow) {
  return { first, last, packets, bytes, records, action: 'ACCEPT' as const };
}

export function sessionEvidence(session: Session): readonly FlowEvidence[] {
  const { interfaceId, source, sourcePort, destination, destinationPort, protocol } = session;
  const about = { kind: 'flow' as const, interfaceId, protocol, tcpFlags: null, rejectReason: null };
  return [
    { ...about, source, sourcePort, destination, destinationPort, ...measuredOf(session.sent) },
    {
      ...about,
      ...{ source: destination, sourcePort: destinationPort },
      ...{ destination: source, destinationPort: sourcePort },
      ...measuredOf(session.answers),
    },
  ];
}
