/** What is said of a flood: how much from how many, at which port, and whether it is answered. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { sumOf } from '../../query/sums.ts';
import { protocolName } from '../../record/protocols.ts';
import type { Detected } from '../detection/detector.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { type Aim, aimOf, aimWords } from './aim.ts';
import type { Flood } from './floods.ts';
import type { FloodScope } from './parameters.ts';
import { type AimRow, type BusyRow, SLOT } from './queries.ts';

/** Fewer answers than that mean that hardly anybody is served. */
const UNANSWERED = 0.2;
/** Bytes of a packet with hardly any content. */
const SMALL = 100;

function rateText(bytes: number, seconds: number): string {
  const bits = (bytes * 8) / seconds;
  if (bits >= 1e9) return `${(bits / 1e9).toFixed(1)} Gb/s`;
  return bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mb/s` : `${Math.round(bits / 1e3)} kb/s`;
}

/** What narrows a question down to what the flood is aimed at. */
function askedOf({ protocol, port }: Aim): string {
  if (port !== null) return ` port ${port}`;
  return protocol === null ? '' : ` proto ${protocolName(protocol)}`;
}

interface Closer {
  readonly aims: readonly AimRow[];
  readonly answers: readonly AimRow[];
  readonly busiest: readonly BusyRow[];
}

export function detectionOf(flood: Flood, closer: Closer, scope: FloodScope): Omit<Detected, 'benign'> {
  const { received, spell, level, peak, usual } = flood;
  const { target, interfaceId, slots } = received;
  const subject = addressSubject(target, scope.network);
  const isOwn = (row: { readonly target: string | null; readonly interfaceId: string | null }) =>
    row.target === target && row.interfaceId === interfaceId;
  const aim = aimOf(closer.aims.filter(isOwn), closer.answers.filter(isOwn));
  const { answered } = aim;
  const busiest = closer.busiest.filter(
    (row) =>
      isOwn(row) &&
      (aim.protocol === null || row.protocol === aim.protocol) &&
      (aim.port === null || row.port === aim.port),
  );
  const packets = sumOf(slots.slice(spell.from, spell.to + 1).map((load) => load.packets));
  const first = slots[spell.from]?.at ?? scope.request.window.start;
  const last = (slots[spell.to]?.at ?? first) + SLOT;
  const isSmall = peak.bytes / Math.max(1, peak.packets) < SMALL;
  const perSecond = Math.round(peak.packets / SLOT).toLocaleString('en');
  const ask = `top ${target}${askedOf(aim)} by source`;
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
    summary: `${subjectWords(subject)} received ${rateText(peak.bytes, SLOT)} (${perSecond} packets a second${isSmall ? ', all small' : ''}) from ${peak.sources.toLocaleString('en')} sources, ${aimWords(aim)}${
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
