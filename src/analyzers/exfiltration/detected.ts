/** What a reader is told of an upload that is unusual. */

import { KEEPS_GOING, subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { protocolName } from '../../record/protocols.ts';
import { bytesWords } from '../detection/bytes-words.ts';
import type { Detections } from '../detection/detector.ts';
import { durationWords } from '../detection/duration-words.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { strangerWords } from '../detection/stranger-words.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { type Judged, judgementOf } from './judgement.ts';
import type { ExfiltrationScope } from './parameters.ts';
import { HOUR } from './queries.ts';
import type { Upload } from './uploads.ts';

/** What is seen so close to the end goes on, seconds. */
const RECENT = 1800;

const UNSEEN = [
  'What was sent: flow logs have no content.',
  'Data that strangers fetched from a service of ours counts as its answers, and is not looked at here.',
];

function measuredOf({ bytes, first, last }: Upload, { excess }: Judged) {
  if (!excess) {
    return {
      what: `bytes sent to one network outside in ${durationWords(Math.max(60, last - first))}`,
      ...{ value: bytes, unit: 'bytes' as const, normal: null },
      basis: 'a fixed minimum: too little is remembered to say what is usual',
    };
  }
  const time = excess.over === 'hour' ? 'its busiest hour' : durationWords(Math.max(HOUR, last - first));
  return {
    what: `bytes sent to one network outside in ${time}`,
    ...{ value: excess.value, unit: 'bytes' as const, normal: excess.normal, basis: excess.basis },
  };
}

function comparison({ isNew, excess }: Judged): string {
  if (!excess) return 'far more than it got back; what is usual is not known yet';
  if (isNew) return `a network that it never talked to; the usual most is ${bytesWords(excess.normal)}`;
  return `usual is ${bytesWords(excess.normal)}`;
}

/** One address, or the network where it was sent to several there: none of them got all of it. */
function placeWords({ network, destinations }: Upload, facts: ExfiltrationScope['facts']): string {
  const [destination = network] = destinations;
  if (destinations.length <= 1) return strangerWords(destination, facts);
  return `${destinations.length} addresses of ${network}, such as ${strangerWords(destination, facts)}`;
}

export function detectedIn(uploads: readonly Upload[], scope: ExfiltrationScope): Detections['found'] {
  const { network, request, facts } = scope;
  return uploads.flatMap((upload) => {
    const judged = judgementOf(upload, scope);
    if (judged.level < KEEPS_GOING) return [];
    const { source, network: where, destinations, bytes, packets, first, last, ports } = upload;
    const subject = addressSubject(source, network);
    const [destination = where] = destinations;
    const measured = measuredOf(upload, judged);
    return [
      {
        subject,
        class: where,
        severity: judged.severity,
        level: judged.level,
        size: Math.round(bytes),
        measured,
        ...{ first, last, packets },
        ongoing: goesOn(last, request.window.end, RECENT),
        unseen: UNSEEN,
        others: destinations,
        ask: `records ${source} to ${where}`,
        confidence: judged.excess ? 0.7 : 0.5,
        summary: `${subjectWords(subject)} sent ${bytesWords(measured.value)} to ${placeWords(upload, facts)}${judged.excess?.over === 'hour' ? ' within an hour' : ''}: ${comparison(judged)}`,
        evidence: ports.slice(0, MAX_EVIDENCE).map((row) =>
          trafficEvidence({
            ...{ source: row.source ?? source, destination: row.destination ?? destination },
            ...{ destinationPort: row.destinationPort, protocol: row.protocol, interfaceId: row.interfaceId },
            ...{
              first: row.first,
              last: row.last,
              packets: row.packets,
              bytes: row.bytes,
              records: row.records,
            },
          }),
        ),
        nextCheck: `Ask the owner of ${subjectWords(subject)} what it sends there over ${portsOf(upload)}; see when: \`timeline ${source} to ${where} last 24h\`.`,
      },
    ];
  });
}

function portsOf({ ports }: Upload): string {
  const [port] = ports;
  if (!port || port.protocol === null) return 'the network';
  return `${protocolName(port.protocol)}${port.destinationPort ? `/${port.destinationPort}` : ''}`;
}
