/** What went between a client and a resolver as evidence: one row a direction, for all records of it. */

import type { FlowEvidence } from '../../diagnosis/evidence.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import type { NamePair } from './pairs.ts';

export function nameEvidence(pair: NamePair): readonly FlowEvidence[] {
  const { client, resolver, port, protocol, first, last, sent, received } = pair;
  const common = { first, last, protocol };
  return [
    trafficEvidence({ ...common, source: client, destination: resolver, destinationPort: port, ...sent }),
    ...(received.packets === 0
      ? []
      : [
          trafficEvidence({
            ...common,
            ...{ source: resolver, sourcePort: port, destination: client },
            ...received,
          }),
        ]),
  ];
}
