/** What a reader is told of sessions that look like mining: one finding for a host. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { byKey } from '../detection/by-key.ts';
import type { Detections, DetectorScope } from '../detection/detector.ts';
import { durationWords } from '../detection/duration-words.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { bytesOf, packetsOf, type Session } from '../detection/outbound-sessions.ts';
import { serviceClass } from '../detection/service-class.ts';
import { sessionEvidence } from '../detection/session-evidence.ts';
import { strangerWords } from '../detection/stranger-words.ts';

const HOUR = 3600;
/** A session that is still seen so close to the end is open, seconds. */
const RECENT = 1800;

const UNSEEN = [
  'What was said: flow logs have no content, so the mining protocol itself is not seen.',
  'Pools on other ports, such as 443, are not looked for.',
];

export function minersIn(
  sessions: readonly Session[],
  scope: DetectorScope<{ readonly hours: number }>,
): Detections['found'] {
  const { parameters: set, network, request, facts } = scope;
  return [...byKey(sessions, ({ source }) => source).values()].flatMap((group) => {
    const [longest] = [...group].sort((a, b) => b.last - b.first - (a.last - a.first));
    if (!longest) return [];
    const { source, destination, destinationPort: port, protocol } = longest;
    const first = Math.min(...group.map((one) => one.first));
    const last = Math.max(...group.map((one) => one.last));
    const seconds = longest.last - longest.first;
    const size = Math.round(bytesOf(longest) / packetsOf(longest));
    const packets = group.reduce((total, one) => total + packetsOf(one), 0);
    const subject = addressSubject(source, network);
    return [
      {
        subject,
        class: '',
        severity: 'medium' as const,
        level: seconds / (set.hours * HOUR),
        size: group.length,
        measured: {
          what: 'hours that a session was open on a port of mining pools',
          value: Number((seconds / HOUR).toFixed(1)),
          unit: 'count' as const,
          normal: null,
          basis: `a session of ${set.hours} hours or more with ${size} bytes a packet`,
        },
        ...{ first, last, packets },
        ongoing: goesOn(last, request.window.end, RECENT),
        unseen: UNSEEN,
        others: [...new Set(group.map((one) => one.destination))],
        ask: `records ${source} to ${destination} port ${port}`,
        confidence: 0.5,
        summary: `${subjectWords(subject)} talks to ${strangerWords(destination, facts)} on ${serviceClass(protocol, port)} as miners do with a pool: open for ${durationWords(seconds)}, ${size} bytes a packet`,
        evidence: group.flatMap(sessionEvidence),
        nextCheck: `See on ${subjectWords(subject)} which process holds it and how busy the processors are (\`ss -tnp dst ${destination}\`, \`top\`).`,
      },
    ];
  });
}
