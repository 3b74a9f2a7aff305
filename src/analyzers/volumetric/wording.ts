/** What is said of a flood: how much from how many, at which port, and whether it is answered. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { sumOf } from '../../query/sums.ts';
import type { Detected } from '../detection/detector.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { serviceText } from '../service-text.ts';
import type { Flood } from './floods.ts';
import type { FloodScope } from './parameters.ts';
import { type AnswerRow, type BusyRow, SLOT } from './queries.ts';

/** Fewer answers than that mean that hardly anybody is served. */
const UNANSWERED = 0.2;
/** Bytes of a packet with hardly any content. */
const SMALL = 100;

function rateText(bytes: number, seconds: number): string {
  const bits = (bytes * 8) / seconds;
  return bits >= 1e9 ? `${(bits / 1e9).toFixed(1)} Gb/s` : `${(bits / 1e6).toFixed(1)} Mb/s`;
}

function portText(busiest: readonly BusyRow[]): { text: string; port: number | null } {
  const [first] = busiest;
  return { text: first ? serviceText(first.protocol, first.port) : 'any traffic', port: first?.port ?? null };
}

export function detectionOf(
  flood: Flood,
  answers: readonly AnswerRow[],
  rows: readonly BusyRow[],
  scope: FloodScope,
): Omit<Detected, 'benign'> {
  const { received, spell, level, peak, usual } = flood;
  const { target, interfaceId, slots } = received;
  const subject = addressSubject(target, scope.network);
  const busiest = rows.filter((row) => row.target === target && row.interfaceId === interfaceId);
  const sent = answers.find((row) => row.target === target && row.interfaceId === interfaceId)?.packets ?? 0;
  const packets = sumOf(slots.map((load) => load.packets));
  const answered = sent / Math.max(1, packets);
  const first = slots[spell.from]?.at ?? scope.request.window.start;
  const last = (slots[spell.to]?.at ?? first) + SLOT;
  const { text, port } = portText(busiest);
  const isSmall = peak.bytes / Math.max(1, peak.packets) < SMALL;
  const perSecond = Math.round(peak.packets / SLOT).toLocaleString('en');
  const ask = `top ${target}${port ? ` port ${port}` : ''} by source`;
  return {
    subject,
    class: '',
    severity: answered < UNANSWERED ? 'high' : 'medium',
    level,
    size: peak.sources,
    measured: {
      what: 'bytes received in 5 minutes',
      ...{ value: peak.bytes, unit: 'bytes', normal: usual && Math.round(usual.bytes) },
      basis: usual?.basis ?? 'fixed minimum: what is normal here is still being learned',
    },
    ...{ first, last, packets, ongoing: spell.isOpen, ask },
    unseen: ['Packets that were dropped before they reached the network interface leave no record.'],
    others: [...new Set(busiest.flatMap(({ source }) => source ?? []))],
    confidence: usual ? 0.8 : 0.6,
    summary: `${subjectWords(subject)} received ${rateText(peak.bytes, SLOT)} (${perSecond} packets a second${isSmall ? ', all small' : ''}) from ${peak.sources.toLocaleString('en')} sources, most of it at ${text}${
      usual
        ? `, where ${rateText(usual.bytes, SLOT)} from ${Math.round(usual.sources).toLocaleString('en')} is rarely exceeded`
        : ''
    }; ${Math.round(100 * Math.min(1, answered))} % was answered`,
    evidence: busiest.slice(0, MAX_EVIDENCE).map((row) =>
      trafficEvidence({
        ...{ source: row.source, destination: target, destinationPort: row.port, protocol: row.protocol },
        ...{ interfaceId, action: row.action, first: row.first, last: row.last },
        ...{ packets: row.packets, bytes: row.bytes, records: row.records },
      }),
    ),
    nextCheck: `See who sends it, and whether they are clients: \`${ask}\`; if they are not, block them at the edge (AWS WAF, AWS Shield, a network ACL).`,
  };
}
