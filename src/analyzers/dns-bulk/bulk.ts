/** How much more than names need goes between a client and a resolver. */

import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { TCP, UDP } from '../../record/protocols.ts';
import type { NamePair } from '../names/pairs.ts';

/** Bytes of IPv4 and TCP or UDP headers; IPv6's is 20 longer (RFC 791, RFC 8200, RFC 9293, RFC 768). */
const HEADERS: Readonly<Record<number, number>> = { [TCP]: 40, [UDP]: 28 };
const IPV6_EXTRA = 20;
const HOUR = 3600;

export interface Limits {
  readonly tcpBytes: number;
  readonly queryBytes: number;
  readonly queries: number;
  readonly sentBytes: number;
}

export interface Bulk {
  /** `sends-more`: the client sends more than it receives. */
  readonly kind: 'sends-more' | 'large-queries' | 'tcp-volume';
  readonly level: number;
  /** What was measured against `limit`: bytes an hour, or queries in ten minutes. */
  readonly value: number;
  readonly limit: number;
}

function payload({ packets, bytes }: NamePair['sent'], { protocol, client }: NamePair): number {
  const headers = (HEADERS[protocol] ?? 0) + (client.includes(':') ? IPV6_EXTRA : 0);
  return Math.max(0, bytes - headers * packets);
}

/** Of the time in which it asked, and of one hour at least. */
function perHour(amount: number, slots: number): number {
  return (amount * HOUR) / Math.max(HOUR, slots * LONGEST_AGGREGATION);
}

function sendsMore(pair: NamePair, { sentBytes }: Limits): Bulk | undefined {
  const sent = payload(pair.sent, pair);
  const received = payload(pair.received, pair);
  if (pair.received.packets === 0 || sent <= received) return undefined;
  const value = perHour(sent, pair.slots);
  return { kind: 'sends-more', level: value / sentBytes, value, limit: sentBytes };
}

function largeQueries(pair: NamePair, { queryBytes, queries }: Limits): Bulk | undefined {
  if (pair.protocol !== UDP) return undefined;
  const size = payload(pair.sent, pair) / Math.max(1, pair.sent.packets);
  const value = pair.sent.packets / Math.max(1, pair.slots);
  return {
    kind: 'large-queries',
    level: Math.min(size / queryBytes, value / queries),
    value,
    limit: queries,
  };
}

function tcpVolume(pair: NamePair, { tcpBytes }: Limits): Bulk | undefined {
  if (pair.protocol !== TCP || pair.received.packets === 0) return undefined;
  const value = perHour(payload(pair.sent, pair) + payload(pair.received, pair), pair.slots);
  return { kind: 'tcp-volume', level: value / tcpBytes, value, limit: tcpBytes };
}

/** What exceeds its limit most; undefined where nothing can. @param isTransfer volume over TCP is what it is for */
export function bulkIn(pair: NamePair, limits: Limits, isTransfer: boolean): Bulk | undefined {
  const all = [
    sendsMore(pair, limits),
    largeQueries(pair, limits),
    isTransfer ? undefined : tcpVolume(pair, limits),
  ].flatMap((one) => one ?? []);
  return all.sort((a, b) => b.level - a.level)[0];
}
