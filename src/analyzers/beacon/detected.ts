/** One candidate's connections judged: how regular they are, and what a reader is told of it. */

import { KEEPS_GOING, subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { serviceName } from '../../record/ports.ts';
import { isLearning, remembersDays } from '../detection/acquainted.ts';
import { announcedNetwork } from '../detection/announced-network.ts';
import type { Detections } from '../detection/detector.ts';
import { durationWords } from '../detection/duration-words.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { median } from '../detection/order-statistics.ts';
import type { OutboundPair } from '../detection/outbound-pairs.ts';
import { serviceClass } from '../detection/service-class.ts';
import { strangerWords } from '../detection/stranger-words.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import type { BeatRow } from './beats.ts';
import { type BeatRecord, type Connection, connectionsIn } from './connections.ts';
import type { BeaconScope } from './parameters.ts';
import { type Regularity, regularityOf } from './regularity.ts';

/**
 * What connections of nearly one size add to the evidence, as programs that ask for orders mostly get none; and what it adds that nobody else
 * here goes there. One of them counts: at 3 less, chance is taken for a clock in 0.2 % of days, and a beat an hour that is off by half of it is
 * still found.
 */
const CIRCUMSTANCE = 3;
/** Half of the connections differ from the middle one by less. */
const SAME_SIZE_SPREAD = 0.1;

function isOfOneSize(connections: readonly Connection[]): boolean {
  const sizes = connections.map(({ bytes }) => bytes);
  const middle = median(sizes);
  return median(sizes.map((size) => Math.abs(size - middle))) <= SAME_SIZE_SPREAD * middle;
}

function beatRecords(rows: readonly BeatRow[]): readonly BeatRecord[] {
  return rows.flatMap(({ interfaceId, sourcePort, protocol, start, end, tcpFlags, packets, bytes }) =>
    protocol === null || start === null
      ? []
      : [
          {
            ...{ interfaceId, sourcePort, protocol, start, tcpFlags },
            ...{ end: end ?? start, packets: packets ?? 0, bytes: bytes ?? 0 },
          },
        ],
  );
}

function levelOf(
  { ratio, shape }: Regularity,
  circumstance: boolean,
  { shape: fewestShape, evidence }: BeaconScope['parameters'],
): number {
  return Math.min(shape / fewestShape, (ratio + (circumstance ? CIRCUMSTANCE : 0)) / evidence);
}

function evidenceOf(pair: OutboundPair, rows: readonly BeatRow[]) {
  const { source, destination, destinationPort, protocol } = pair;
  return rows.slice(-MAX_EVIDENCE).map((row) =>
    trafficEvidence({
      ...{ source, destination, destinationPort, protocol, sourcePort: row.sourcePort },
      ...{ interfaceId: row.interfaceId, tcpFlags: row.tcpFlags, first: row.start, last: row.end },
      ...{ packets: row.packets ?? 0, bytes: row.bytes ?? 0, records: 1 },
    }),
  );
}

/** What cannot be seen of any beacon in flow logs. */
const UNSEEN = ['What was said: flow logs have no content, and no name of the destination.'];

/**
 * @param rows the candidate's records, of the window or of its newest part
 * @param isAlone nobody else of ours talks to that network
 */
export function judged(
  pair: OutboundPair,
  rows: readonly BeatRow[],
  isAlone: boolean,
  scope: BeaconScope,
): Detections['found'] {
  const { parameters: set, detecting, network, request, facts } = scope;
  const { end } = request.window;
  const connections = connectionsIn(beatRecords(rows));
  const regularity = regularityOf(
    connections.map(({ start }) => start),
    set.connections,
  );
  if (!regularity) return [];
  const bySize = isOfOneSize(connections);
  const level = levelOf(regularity, bySize || isAlone, set);
  if (level < KEEPS_GOING) return [];
  const isSure = levelOf(regularity, bySize, set) >= 1;
  const { source, destination, destinationPort: port, protocol } = pair;
  const subject = addressSubject(source, network);
  const service = serviceClass(protocol, port);
  const period = durationWords(regularity.period);
  const isNew = remembersDays(detecting.history, set.newDays, request.window.end);
  const named = serviceName(port, protocol);
  const where = `${strangerWords(destination, facts)} on ${service}${named ? ` (${named})` : ''}`;
  const count = Math.max(connections.length, pair.sourcePorts);
  return [
    {
      subject,
      class: `${announcedNetwork(destination)} ${service}`,
      severity: isSure && !isLearning(detecting.history, set.newDays, request.window.end) ? 'medium' : 'low',
      level,
      size: count,
      measured: {
        what: `connections about ${period} apart to a rare destination`,
        value: count,
        unit: 'count',
        normal: isNew ? 0 : null,
        basis: isNew
          ? `nobody here knew ${announcedNetwork(destination)} for ${set.newDays} days`
          : 'rare among the hosts of this window; too little is remembered of earlier days',
      },
      ...{ first: pair.first, last: pair.last, packets: pair.packets },
      ongoing: goesOn(pair.last, end) || goesOn(pair.last, end, 3 * regularity.period),
      unseen: UNSEEN,
      others: [destination],
      ask: `records ${source} to ${destination} port ${port}`,
      confidence: isNew && isSure ? 0.8 : 0.6,
      summary: `${subjectWords(subject)} connects to ${where} about every ${period}, ${count.toLocaleString('en')} times in ${durationWords(pair.last - pair.first)}: as regular as a clock, and hardly anybody else here goes there`,
      evidence: evidenceOf(pair, rows),
      nextCheck: `See on ${subjectWords(subject)} which process connects there (\`ss -tnp dst ${destination}\`); if it is an agent or a monitor, expect it.`,
    },
  ];
}
