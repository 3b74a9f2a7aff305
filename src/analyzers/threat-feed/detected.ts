/** One of ours and the addresses of one list, in one direction: what was said, and how bad that is. */

import { type AlertSeverity, subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { isServicePort } from '../../record/ports.ts';
import { byKey } from '../detection/by-key.ts';
import type { Detections, DetectorScope } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { hitsIn } from '../detection/raised.ts';
import { isRelay } from '../detection/relays.ts';
import { strangerWords } from '../detection/stranger-words.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import type { ExchangeRow } from './queries.ts';

type Direction = 'to' | 'from';
type FeedScope = DetectorScope<unknown>;

interface Exchange extends ExchangeRow {
  readonly ours: string;
  readonly other: string;
  readonly feed: string;
  readonly entry: string;
  readonly isAnswered: boolean;
}

/** Clients pick ports from here on (RFC 6335, section 6; Linux from 32768): a service here was hardly asked for. */
const FIRST_EPHEMERAL = 32_768;

const UNSEEN = [
  'Whether the address is still a threat: lists are late, and an address may have many users.',
  'What was said: flow logs have no content.',
];

function isClearlyService({ servicePort, protocol }: Exchange): boolean {
  return servicePort === null || servicePort < FIRST_EPHEMERAL || isServicePort(servicePort, protocol);
}

function severityOf(direction: Direction, exchanges: readonly Exchange[]): AlertSeverity {
  const answered = exchanges.filter(({ isAnswered }) => isAnswered);
  if (direction === 'from' || answered.length === 0) return 'low';
  return answered.some(isClearlyService) ? 'high' : 'medium';
}

function summaryOf(
  direction: Direction,
  who: string,
  whom: string,
  feed: string,
  isAnswered: boolean,
): string {
  if (direction === 'from') return `${whom}, which is on the list ${feed}, uses a service of ${who}`;
  return isAnswered
    ? `${who} talks to ${whom}, which is on the list ${feed}, and gets answers`
    : `${who} sends to ${whom}, which is on the list ${feed}, and gets no answer`;
}

function exchangesIn(
  rows: readonly ExchangeRow[],
  answers: readonly ExchangeRow[],
  { detecting, network }: FeedScope,
): readonly Exchange[] {
  const key = ({ ours, other, servicePort, protocol }: ExchangeRow) =>
    `${ours} ${other} ${servicePort} ${protocol}`;
  const answered = new Set(answers.map(key));
  return rows.flatMap((row) => {
    const { ours, other } = row;
    if (ours === null || other === null || isRelay(ours, network)) return [];
    const [hit] = hitsIn(detecting.settings.feeds, [other]);
    return hit
      ? [{ ...row, ours, other, feed: hit.feed, entry: hit.entry, isAnswered: answered.has(key(row)) }]
      : [];
  });
}

export function detectedIn(
  direction: Direction,
  rows: readonly ExchangeRow[],
  answers: readonly ExchangeRow[],
  scope: FeedScope,
): Detections['found'] {
  const { network, request, facts } = scope;
  const all = exchangesIn(rows, answers, scope);
  // A stranger who got no answer is one of the many who try every door.
  const exchanges = direction === 'from' ? all.filter(({ isAnswered }) => isAnswered) : all;
  return [...byKey(exchanges, ({ ours, feed }) => `${ours} ${feed}`).values()].flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    const { ours, feed } = one;
    const subject = addressSubject(ours, network);
    const others = [...new Set(group.map(({ other }) => other))];
    const first = Math.min(...group.map((row) => row.first ?? request.window.end));
    const last = Math.max(...group.map((row) => row.last ?? request.window.start));
    const packets = group.reduce((total, row) => total + row.packets, 0);
    const isAnswered = group.some((row) => row.isAnswered);
    const listed = one.entry === one.other ? '' : `, as ${one.entry}`;
    const whom = `${strangerWords(one.other, facts)}${others.length > 1 ? ` and ${others.length - 1} more` : ''}`;
    return [
      {
        subject,
        class: `${direction} ${feed}`,
        severity: severityOf(direction, group),
        level: direction === 'to' && isAnswered ? 2 : 1,
        size: packets,
        measured: {
          what: `packets ${direction === 'to' ? 'to' : 'from'} addresses on the list ${feed}`,
          ...{ value: packets, unit: 'packets' as const, normal: null },
          basis: `the list ${feed}${listed}`,
        },
        ...{ first, last, packets },
        ongoing: goesOn(last, request.window.end),
        unseen: UNSEEN,
        others,
        ask: `records ${ours} to ${one.other}`,
        confidence: direction === 'to' && isAnswered ? 0.7 : 0.4,
        summary: summaryOf(direction, subjectWords(subject), whom, feed, isAnswered),
        evidence: group.slice(0, MAX_EVIDENCE).map((row) =>
          trafficEvidence({
            ...(direction === 'to'
              ? { source: row.ours, destination: row.other }
              : { source: row.other, destination: row.ours }),
            ...{ destinationPort: row.servicePort, protocol: row.protocol, interfaceId: row.interfaceId },
            ...{
              first: row.first,
              last: row.last,
              packets: row.packets,
              bytes: row.bytes,
              records: row.records,
            },
          }),
        ),
        nextCheck:
          direction === 'to'
            ? `See on ${subjectWords(subject)} which process talks to ${one.other} (\`ss -tnp dst ${one.other}\`), and what the list says of the address.`
            : `See whether that service is meant for the whole internet: \`talk ${ours}\`.`,
      },
    ];
  });
}
