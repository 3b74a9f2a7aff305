/** An interface that uses a protocol it never used, as a detection. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { ownAddresses } from '../../network/network-interface.ts';
import { sumOf } from '../../query/sums.ts';
import { protocolName } from '../../record/protocols.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { interfaceSubject } from '../detection/named-subject.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { LEARNING_DAYS, type Use } from './use.ts';

interface Surroundings {
  readonly network: NetworkIndex | null;
  readonly learned: number | null;
  readonly least: number;
  readonly windowEnd: number;
}

/** The registry calls a tunnel by what is in it, which everybody takes for the usual protocol of that name. */
const INSIDE_IP: ReadonlyMap<number, string> = new Map([
  [4, 'IPv4 inside IP (protocol 4)'],
  [41, 'IPv6 inside IP (protocol 41)'],
]);

function protocolWords(protocol: number): string {
  return INSIDE_IP.get(protocol) ?? protocolName(protocol);
}

/** The ends that are not the interface's own: its own are configured, or stand in all of several records. */
function othersOf(of: readonly Use[], network: NetworkIndex | null): readonly string[] {
  const [{ interfaceId = '' } = {}] = of;
  const configured = network?.interfaces.get(interfaceId);
  const ends = [...new Set(of.flatMap(({ source, destination }) => [destination, source]))];
  const inAll = (end: string) => of.every(({ source, destination }) => source === end || destination === end);
  if (configured) {
    const own = new Set(ownAddresses(configured));
    return ends.filter((end) => !own.has(end));
  }
  const others = ends.filter((end) => !inAll(end));
  return others.length > 0 ? others : [...new Set(of.map(({ destination }) => destination))];
}

/** @param of one interface and one protocol; undefined for none */
export function protocolUse(
  of: readonly Use[],
  { network, learned, least, windowEnd }: Surroundings,
): Omit<Detected, 'benign'> | undefined {
  const [busiest] = of;
  if (!busiest) return undefined;
  const { interfaceId, protocol } = busiest;
  const isLearned = learned !== null && learned >= LEARNING_DAYS;
  const packets = sumOf(of.map((use) => use.packets));
  const last = Math.max(...of.map((use) => use.last));
  const subject = interfaceSubject(interfaceId, network);
  const name = protocolWords(protocol);
  const unlike = isLearned ? `it did not use in the last ${learned} days` : 'is rare';
  return {
    subject,
    class: protocolName(protocol),
    severity: isLearned ? 'medium' : 'low',
    level: packets / least,
    size: packets,
    measured: {
      what: `packets of ${name}`,
      value: packets,
      unit: 'packets',
      normal: isLearned ? 0 : null,
      basis: isLearned
        ? `not seen here in the last ${learned} days`
        : learned === null
          ? 'nothing is remembered of earlier days'
          : `learning for ${learned} of ${LEARNING_DAYS} days`,
    },
    first: Math.min(...of.map((use) => use.first)),
    ...{ last, packets },
    ongoing: goesOn(last, windowEnd),
    unseen: isLearned ? [] : ['It may have used it all along: too little is remembered to tell.'],
    others: othersOf(of, network),
    ask: `records ${interfaceId} proto ${protocol}`,
    confidence: isLearned ? 0.9 : 0.6,
    summary: `${subjectWords(subject)} uses ${name}, an IP protocol that ${unlike}: ${packets.toLocaleString('en')} packets`,
    evidence: of.slice(0, MAX_EVIDENCE).map((use) =>
      trafficEvidence({
        ...{ source: use.source, destination: use.destination, interfaceId, protocol },
        ...{ first: use.first, last: use.last },
        ...{ packets: use.packets, bytes: use.bytes, records: use.records },
      }),
    ),
    nextCheck: `Ask its owner whether ${name} is meant; see with whom: \`records ${interfaceId} proto ${protocol}\`.`,
  };
}

/** @param of an interface that always used this protocol, with whom it never did; undefined for none */
export function newTunnel(
  of: readonly Use[],
  surroundings: Surroundings & { readonly isOurs: (address: string) => boolean },
): Omit<Detected, 'benign'> | undefined {
  const found = protocolUse(of, surroundings);
  const [busiest] = of;
  if (!found || !busiest) return undefined;
  const name = protocolWords(busiest.protocol);
  const ends = new Set(of.flatMap(({ source, destination }) => [destination, source]));
  const others = [...ends].filter((end) => !surroundings.isOurs(end));
  const [end = 'somebody'] = others;
  return {
    ...found,
    others,
    class: `${protocolName(busiest.protocol)} to somebody new`,
    measured: { ...found.measured, basis: `no ${name} with this network in the last ${LEARNING_DAYS} days` },
    summary: `${subjectWords(found.subject)} has a new tunnel over ${name} with ${end}: in the last ${LEARNING_DAYS} days it had one with others, and never with this network; ${found.packets.toLocaleString('en')} packets`,
  };
}
