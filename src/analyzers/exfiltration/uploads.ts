/** What one of ours sent to one network outside: counted at one interface each, headers left out. */

import { sumOf } from '../../query/sums.ts';
import { announcedNetwork } from '../detection/announced-network.ts';
import { byKey } from '../detection/by-key.ts';
import { atOneInterface } from '../detection/own-interface.ts';
import type { HourRow, PortRow, ReceivedRow, Sender, SentRow } from './queries.ts';

/** An IPv4 and a TCP header without options (RFC 791, RFC 9293); flow logs count them. */
const HEADERS = 40;
/** So many senders are looked at hour by hour, and those that sent this much are learned. */
const MOST_SENDERS = 60;
const LEARNED_BYTES = 5e6;

const bytesIn = ({ bytes }: Sized) => bytes;

interface Sized {
  readonly packets: number;
  readonly bytes: number;
}

/** Bytes without headers. */
function payload({ packets, bytes }: Sized): number {
  return Math.max(0, bytes - HEADERS * packets);
}

export interface Total extends Sender {
  /** Payload, bytes. */
  readonly bytes: number;
  readonly packets: number;
  readonly first: number;
  readonly last: number;
  /** The one that got most first. */
  readonly destinations: readonly string[];
}

export function senderKey({ source, network }: Sender): string {
  return `${source}|${network}`;
}

/** Who sent so much that it is learned, the most first. */
export function totalsIn(rows: readonly SentRow[]): readonly Total[] {
  const whole = rows.flatMap(({ source, destination, first, last, ...row }) =>
    source === null || destination === null || first === null || last === null
      ? []
      : [{ ...row, source, destination, first, last, network: announcedNetwork(destination) }],
  );
  return [...byKey(whole, senderKey).values()]
    .flatMap((group) => {
      const once = atOneInterface(group, bytesIn);
      const [one] = once;
      if (!one) return [];
      const destinations = [...once].sort((a, b) => b.bytes - a.bytes).map((row) => row.destination);
      return [
        {
          ...{ source: one.source, network: one.network, destinations: [...new Set(destinations)] },
          bytes: sumOf(once.map(payload)),
          packets: sumOf(once.map(({ packets }) => packets)),
          first: Math.min(...once.map((row) => row.first)),
          last: Math.max(...once.map((row) => row.last)),
        },
      ];
    })
    .filter(({ bytes }) => bytes >= LEARNED_BYTES)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_SENDERS);
}

export interface Upload extends Total {
  /** Payload by the start of the hour. */
  readonly hours: ReadonlyMap<number, number>;
  /** Of what was sent and received, the surplus of what was sent: from 1, sent alone, to -1. */
  readonly surplus: number;
  /** The one that took most first. */
  readonly ports: readonly PortRow[];
}

interface Details {
  readonly hours: readonly HourRow[];
  readonly received: readonly ReceivedRow[];
  readonly ports: readonly PortRow[];
}

const fromUs = (row: { readonly source: string | null; readonly destination: string | null }) =>
  `${row.source}|${announcedNetwork(row.destination ?? '')}`;
const toUs = (row: ReceivedRow) => `${row.destination}|${announcedNetwork(row.source ?? '')}`;

function hoursOf(rows: readonly HourRow[]): ReadonlyMap<number, number> {
  const hours = new Map<number, number>();
  for (const row of atOneInterface(rows, bytesIn)) {
    if (row.hour !== null) hours.set(row.hour, payload(row) + (hours.get(row.hour) ?? 0));
  }
  return hours;
}

/** The producer-consumer ratio (Bullard and Gerth, "PCR: A New Flow Metric", FloCon 2014). */
function surplusOf(sent: number, received: number): number {
  return sent + received === 0 ? 0 : (sent - received) / (sent + received);
}

export function uploadsOf(totals: readonly Total[], details: Details): readonly Upload[] {
  const hours = byKey(details.hours, fromUs);
  const received = byKey(details.received, toUs);
  const ports = byKey(details.ports, fromUs);
  return totals.map((total) => {
    const key = senderKey(total);
    return {
      ...total,
      hours: hoursOf(hours.get(key) ?? []),
      surplus: surplusOf(total.bytes, sumOf(atOneInterface(received.get(key) ?? [], bytesIn).map(payload))),
      ports: atOneInterface(ports.get(key) ?? [], bytesIn),
    };
  });
}
