/** Sessions with a service that one logs in to: both directions together, as one network interface logged them. */

import { byKey } from '../detection/by-key.ts';
import { atOneInterface } from '../detection/own-interface.ts';
import type { SessionRow } from './queries.ts';

export interface Session {
  readonly client: string;
  readonly server: string;
  readonly clientPort: number;
  readonly port: number;
  readonly packetsIn: number;
  readonly bytesIn: number;
  /** Null where the other direction is not in the records. */
  readonly packetsOut: number | null;
  readonly bytesOut: number | null;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly interfaceId: string | null;
}

function pairKey({ client, server, port }: SessionRow): string {
  return [client, server, port].join(' ');
}

function sessionKey(row: SessionRow): string {
  return [row.interfaceId, pairKey(row), row.clientPort, row.hour].join(' ');
}

function together(row: SessionRow, answer: SessionRow | undefined): readonly Session[] {
  const { client, server, clientPort, port, packets, bytes, first, last, interfaceId } = row;
  if (client === null || server === null || clientPort === null || port === null) return [];
  if (first === null || last === null) return [];
  return [
    {
      ...{ client, server, clientPort, port, interfaceId, first },
      ...{ packetsIn: packets, bytesIn: bytes, last: Math.max(last, answer?.last ?? last) },
      packetsOut: answer?.packets ?? null,
      bytesOut: answer?.bytes ?? null,
    },
  ];
}

/** In the order of time. */
export function sessionsOf(forth: readonly SessionRow[], back: readonly SessionRow[]): readonly Session[] {
  const answers = new Map(back.map((row) => [sessionKey(row), row]));
  return [...byKey(forth, pairKey).values()]
    .flatMap((rows) => atOneInterface(rows))
    .flatMap((row) => together(row, answers.get(sessionKey(row))))
    .sort((a, b) => a.first - b.first);
}
