/** Bulk between a client and a resolver, as a detection. */

import { subjectWords } from '../../diagnosis/detection.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { UDP } from '../../record/protocols.ts';
import { bytesWords } from '../detection/bytes-words.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { nameEvidence } from '../names/evidence.ts';
import type { NamePair } from '../names/pairs.ts';
import type { Bulk } from './bulk.ts';

function whatOf({ kind, value }: Bulk, { sent }: NamePair): string {
  switch (kind) {
    case 'sends-more':
      return `sends more than it receives, ${bytesWords(value)} an hour`;
    case 'large-queries':
      return `sends ${Math.round(value).toLocaleString('en')} queries in ten minutes of ${Math.round(sent.bytes / Math.max(1, sent.packets))} bytes each`;
    case 'tcp-volume':
      return `moves ${bytesWords(value)} an hour over TCP`;
  }
}

const MEASURED: Readonly<Record<Bulk['kind'], { readonly what: string; readonly unit: 'bytes' | 'count' }>> =
  {
    'sends-more': { what: 'sent an hour over port 53, more than came back', unit: 'bytes' },
    'large-queries': { what: 'large queries in ten minutes', unit: 'count' },
    'tcp-volume': { what: 'an hour over TCP port 53', unit: 'bytes' },
  };

interface Large {
  readonly pair: NamePair;
  readonly bulk: Bulk;
}

interface Surroundings {
  readonly network: NetworkIndex | null;
  readonly isOurs: (address: string) => boolean;
  readonly windowEnd: number;
}

/** @param of one client over one protocol; undefined for none */
export function bulkFrom(
  of: readonly Large[],
  { network, isOurs, windowEnd }: Surroundings,
): Omit<Detected, 'benign'> | undefined {
  // Without pkt-dstaddr the gateway that passes it on looks like a resolver inside, to which as much goes.
  const [largest, ...more] = [...of].sort(
    (a, b) =>
      Number(isOurs(a.pair.resolver)) - Number(isOurs(b.pair.resolver)) || b.bulk.level - a.bulk.level,
  );
  if (!largest) return undefined;
  const { pair, bulk } = largest;
  const { client, resolver, protocol, sent, received, first, last } = pair;
  const subject = addressSubject(client, network);
  return {
    subject,
    class: protocol === UDP ? 'udp/53' : 'tcp/53',
    severity: 'medium',
    level: bulk.level,
    size: Math.round(bulk.value),
    measured: {
      ...MEASURED[bulk.kind],
      value: Math.round(bulk.value),
      normal: null,
      basis: `fixed: ${bulk.limit.toLocaleString('en')} is more than names need`,
    },
    ...{ first, last },
    unseen: ['Flow logs have no names: whether these are lookups is in the queries alone.'],
    others: [resolver, ...more.map((other) => other.pair.resolver)],
    ask: `records from ${client} to ${resolver} port 53`,
    confidence: 0.7,
    summary: `${subjectWords(subject)} ${whatOf(bulk, pair)} over port 53 with ${resolver}: more than names need`,
    evidence: nameEvidence(pair),
    nextCheck: `Look at what ${subjectWords(subject)} asks for: the resolver’s query log, or \`tcpdump -n port 53\` on the host.`,
    packets: sent.packets + received.packets,
    ongoing: goesOn(last, windowEnd),
  };
}
