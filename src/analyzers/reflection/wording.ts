/** What is said of a reflection attack: at us, or by one of ours. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { sumOf } from '../../query/sums.ts';
import { UDP } from '../../record/protocols.ts';
import { byKey } from '../detection/by-key.ts';
import type { Detected } from '../detection/detector.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { listed } from '../flow-logs/phrases.ts';
import { serviceText } from '../service-text.ts';
import type { Attack } from './attacks.ts';
import type { ReflectionScope } from './parameters.ts';
import type { VectorRow } from './queries.ts';

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** What less than a tenth of the bytes came from is the host's own lookups and its clock. */
const LEAST_SHARE = 0.1;

/** The ports that the attack comes from, those of most bytes first. */
function portsOf(rows: readonly VectorRow[]): readonly number[] {
  const all = sumOf(rows.map(({ bytes }) => bytes));
  const sized = [...byKey(rows, ({ port }) => String(port)).values()].flatMap((of) => {
    const port = of[0]?.port;
    const bytes = sumOf(of.map((row) => row.bytes));
    return port != null && bytes >= LEAST_SHARE * all ? [{ port, bytes }] : [];
  });
  return sized.sort((a, b) => b.bytes - a.bytes).map(({ port }) => port);
}

/** @param way of the packets that are the attack */
function described(attack: Attack, vectors: readonly VectorRow[], way: 'in' | 'out', scope: ReflectionScope) {
  const { address, interfaceId, level, peak, first, last, packets, spell } = attack;
  const seen = vectors.filter((row) => row.own === address && row.interfaceId === interfaceId);
  const ports = portsOf(seen);
  const own = seen.filter(({ port }) => port !== null && ports.includes(port));
  const subject = addressSubject(address, scope.network);
  return {
    ports: ports.length === 0 ? 'udp' : listed(ports.map((port) => serviceText(UDP, port))),
    words: subjectWords(subject),
    common: {
      ...{ subject, level, first, last, packets, size: peak.others, ongoing: spell.isOpen },
      others: [...new Set(own.flatMap(({ other }) => other ?? []))],
      ask: `top ${address} proto udp${ports[0] === undefined ? '' : ` port ${ports[0]}`} by ${way === 'in' ? 'source' : 'destination'}`,
      evidence: own.slice(0, MAX_EVIDENCE).map((row) =>
        trafficEvidence({
          source: way === 'in' ? row.other : row.own,
          destination: way === 'in' ? row.own : row.other,
          ...{ sourcePort: row.port, protocol: UDP, interfaceId, action: row.action },
          ...{ first: row.first, last: row.last },
          ...{ packets: row.packets, bytes: row.bytes, records: row.records },
        }),
      ),
    },
  };
}

export function victimDetection(
  attack: Attack,
  vectors: readonly VectorRow[],
  scope: ReflectionScope,
): Omit<Detected, 'benign'> {
  const { ports, words, common } = described(attack, vectors, 'in', scope);
  const { peak } = attack;
  return {
    ...common,
    class: 'victim',
    severity: 'high',
    measured: {
      what: 'bytes a minute of answers that nobody asked for',
      ...{ value: Math.round(peak.bytes), unit: 'bytes', normal: 0 },
      basis: 'answers come to those who ask',
    },
    unseen: [
      'Packets that were dropped before they reached the network interface leave no record.',
      'Of an answer in fragments only the first has a port: what the others brought is not counted here.',
    ],
    confidence: 0.85,
    summary: `${peak.others.toLocaleString('en')} hosts send ${words} ${megabytes(peak.bytes)} a minute of large answers (${ports}) that it did not ask for: a reflection attack`,
    nextCheck: `Block UDP from these ports in the network ACL, and ask AWS Shield where the line is full; see who sends: \`${common.ask}\`.`,
  };
}

export function reflectorDetection(
  attack: Attack,
  vectors: readonly VectorRow[],
  scope: ReflectionScope,
): Omit<Detected, 'benign'> {
  const { ports, words, common } = described(attack, vectors, 'out', scope);
  const { peak, ratio } = attack;
  const victims = Math.min(peak.others, Math.max(1, common.others.length));
  return {
    ...common,
    class: 'reflector',
    severity: 'high',
    measured: {
      what: 'bytes a minute that it answers',
      ...{ value: Math.round(peak.bytes), unit: 'bytes', normal: null },
      basis: `answers are ${ratio.toFixed(0)} times as large as what was asked`,
    },
    unseen: [
      'The addresses that ask are forged, so who does it cannot be seen; those that get the answers are the victims.',
    ],
    confidence: 0.8,
    summary: `${words} answers ${megabytes(peak.bytes)} a minute on ${ports}, ${ratio.toFixed(0)} times what it is asked: it is used to flood ${victims.toLocaleString('en')} ${victims === 1 ? 'victim' : 'victims'}`,
    nextCheck: `Let only your own clients reach ${ports} in its security group, or switch the service off.`,
  };
}
