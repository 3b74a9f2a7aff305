/** The two directions of a connection as rows that show it. */

import type { FlowEvidence } from '../../diagnosis/evidence.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import type { Session, SessionRow } from './outbound-sessions.ts';

function measuredOf({ first, last, packets, bytes, records }: SessionRow) {
  return { first, last, packets, bytes, records };
}

export function sessionEvidence(session: Session): readonly FlowEvidence[] {
  const { interfaceId, source, sourcePort, destination, destinationPort, protocol } = session;
  const about = { interfaceId, protocol };
  const [ours, other] = [
    { source, sourcePort, destination, destinationPort },
    { source: destination, sourcePort: destinationPort, destination: source, destinationPort: sourcePort },
  ];
  return [
    trafficEvidence({ ...about, ...ours, ...measuredOf(session.sent) }),
    trafficEvidence({ ...about, ...other, ...measuredOf(session.answers) }),
  ];
}
