/** What a reader is told of long connections of one host to one network. */
import { subjectWords } from '../../diagnosis/detection.ts';
import { isLearning, remembersDays } from '../detection/acquainted.ts';
import { announcedNetwork } from '../detection/announced-network.ts';
import { byKey } from '../detection/by-key.ts';
import { bytesWords } from '../detection/bytes-words.ts';
import type { Detections, DetectorScope } from '../detection/detector.ts';
import { durationWords } from '../detection/duration-words.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { bytesOf, packetsOf, type Session } from '../detection/outbound-sessions.ts';
import { serviceClass } from '../detection/service-class.ts';
import { sessionEvidence } from '../detection/session-evidence.ts';
import { strangerWords } from '../detection/stranger-words.ts';

const HOUR = 3600;
/** A connection that is still seen so close to the end is open, seconds. */
const RECENT = 1800;

const UNSEEN = [
  'What was said: flow logs have no content.',
  'Whether it was open before the window began, or it is another connection from the same port.',
];

interface Limits {
  readonly hours: number;
  readonly longHours: number;
  readonly newDays: number;
}

export function detectedOf(sessions: readonly Session[], scope: DetectorScope<Limits>): Detections['found'] {
  const { parameters: set, network, request, facts, detecting } = scope;
  const isNew = remembersDays(detecting.history, set.newDays, request.window.end);
  const learning = isLearning(detecting.history, set.newDays, request.window.end);
  const groups = byKey(sessions, (one) => `${one.source} ${announcedNetwork(one.destination)}`);
  return [...groups.values()].flatMap((group) => {
    const [longest, ...others] = [...group].sort((a, b) => b.last - b.first - (a.last - a.first));
    if (!longest) return [];
    const { source, destination, destinationPort: port, protocol, first, last } = longest;
    const seconds = last - first;
    const subject = addressSubject(source, network);
    const service = serviceClass(protocol, port);
    const more = others.length > 0 ? `, and ${others.length} more there` : '';
    const open = `${durationWords(seconds)} with ${bytesWords(bytesOf(longest))} in both directions`;
    return [
      {
        subject,
        class: announcedNetwork(destination),
        severity: seconds >= set.longHours * HOUR && !learning ? ('medium' as const) : ('low' as const),
        level: seconds / (set.hours * HOUR),
        size: Math.round(seconds / HOUR),
        measured: {
          what: 'hours that a connection was open',
          value: Number((seconds / HOUR).toFixed(1)),
          unit: 'count' as const,
          normal: isNew ? 0 : null,
          basis: isNew
            ? `nobody here knew ${announcedNetwork(destination)} for ${set.newDays} days`
            : 'rare among the hosts of this window; too little is remembered of earlier days',
        },
        ...{ first, last, packets: packetsOf(longest) },
        ongoing: goesOn(last, request.window.end, RECENT),
        unseen: UNSEEN,
        others: [...new Set(group.map((one) => one.destination))],
        ask: `records ${source} to ${destination} port ${port}`,
        confidence: isNew ? 0.7 : 0.5,
        summary: `${subjectWords(subject)} has a connection to ${strangerWords(destination, facts)} on ${service} open for ${open}${more}; hardly anybody else here goes there`,
        evidence: group.flatMap(sessionEvidence),
        nextCheck: `See on ${subjectWords(subject)} which process holds it (\`ss -tnp dst ${destination}\`); if it is an agent or a tunnel that is meant, expect it.`,
      },
    ];
  });
}
