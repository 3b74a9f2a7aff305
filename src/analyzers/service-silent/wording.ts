/** What is said of a silent service: since when, how surely it answered before, and whether anybody still asks it. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { Detected } from '../detection/detector.ts';
import { durationWords } from '../detection/duration-words.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { serviceClass } from '../detection/service-class.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { counted } from '../flow-logs/phrases.ts';
import { serviceText } from '../service-text.ts';
import { shareOf } from './expected.ts';
import type { SilenceScope } from './parameters.ts';
import type { Silent } from './silent.ts';

function askingText({ asking, successor, refuses }: Silent): string {
  const clients = new Set(asking.map(({ client }) => client)).size;
  if (clients === 0)
    return `and nobody asks it any more${successor === null ? '' : `, while ${successor}, which is new, answers there`}`;
  const rejected = asking.filter(({ action }) => action === 'REJECT').length;
  if (refuses) return `while ${counted(clients, 'client')} still ${clients === 1 ? 'asks' : 'ask'}`;
  const fate =
    rejected === 0 ? 'without an answer' : rejected === asking.length ? 'and are rejected' : 'in vain';
  return `while ${counted(clients, 'client')} still ${clients === 1 ? 'asks' : 'ask'} ${fate}`;
}

function severityOf({ asking, successor }: Silent): 'high' | 'medium' | 'low' {
  if (asking.length > 0) return 'high';
  return successor === null ? 'medium' : 'low';
}

export function detectionOf(silent: Silent, scope: SilenceScope): Omit<Detected, 'benign'> {
  const { service, level, slots, expectation, asking, refuses } = silent;
  const { server, port, protocol, last, interfaceIds } = service;
  const { width } = expectation;
  const { end } = scope.request.window;
  const subject = addressSubject(server, scope.network);
  const clients = [...new Set(asking.flatMap(({ client }) => client ?? []))];
  const percent = Math.round(100 * shareOf(expectation.at(end - width)));
  const name = serviceText(protocol, port);
  const [client] = clients;
  return {
    subject,
    class: serviceClass(protocol, port),
    severity: severityOf(silent),
    level,
    size: Math.max(1, clients.length),
    measured: {
      what: `silent slots of ${width / 60} minutes in a row`,
      ...{ value: slots, unit: 'count', normal: 0 },
      basis: `it answered in ${percent} % of the slots of ${expectation.basis}`,
    },
    ...{ first: last, last: end, others: clients },
    packets: asking.reduce((sum, { packets }) => sum + packets, 0),
    ongoing: true,
    unseen:
      asking.length > 0
        ? []
        : [
            'Why nobody asks cannot be seen here: clients may have failed, moved, or be unable to look up its name.',
          ],
    ask: client && client !== server ? `trace ${client} ${server} ${port}` : `talk ${server} port ${port}`,
    confidence: scope.detecting.history ? 0.85 : 0.75,
    summary: `${subjectWords(subject)} has ${refuses ? 'refused every connection' : 'not answered'} on ${name} for ${durationWords(end - last)}, ${askingText(silent)}; it answered in ${percent} % of the slots of ${expectation.basis}`,
    evidence: [
      ...asking.slice(0, MAX_EVIDENCE - 1).map((row) =>
        trafficEvidence({
          ...{ source: row.client, destination: server, destinationPort: port, protocol },
          ...{ interfaceId: row.interfaceId, action: row.action, first: row.first, last: row.last },
          ...{ packets: row.packets, bytes: row.bytes, records: row.records },
        }),
      ),
      {
        kind: 'absence' as const,
        lookedFor: `answers of ${server} on ${name}${refuses ? ' beside refusals' : ''}`,
        where: `records of ${interfaceIds.slice(0, 3).join(', ')}, which still writes`,
      },
    ],
    nextCheck:
      asking.length > 0
        ? `Look on ${server} whether the process runs and listens on ${port}, and in its log.`
        : `Ask whether it was shut down or moved on purpose; else look at its clients: \`talk ${server} port ${port}\`.`,
  };
}
