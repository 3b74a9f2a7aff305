/** What went between a client and a resolver as evidence: one row a direction, for all records of it. */
import type { FlowEvidence } from '../../diagnosis/evidence.ts';
import type { NamePair } from './pairs.ts';

export function nameEvidence(pair: NamePair): readonly FlowEvidence[] {
  const { client, resolver, port, protocol, first, last, sent, received } = pair;
  const common = {
    kind: 'flow',
    ...{ first, last, protocol, interfaceId: null, tcpFlags: null, rejectReason: null },
    action: 'ACCEPT',
  } as const;
  return [
    {
      ...common,
      ...{ source: client, sourcePort: null, destination: resolver, destinationPort: port },
      ...sent,
    },
    ...(received.packets === 0
      ? []
      : [
          {
            ...common,
            ...{ source: resolver, sourcePort: port, destination: client, destinationPort: null },
            ...received,
          },
        ]),
  ];
}
