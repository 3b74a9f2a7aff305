/** A client of ours and a resolver, with what went to and fro: as the interface that logged most of it has it, because others log the same packets. */
import { byKey } from '../detection/by-key.ts';

export interface NameRow {
  readonly interfaceId: string | null;
  /** Ours. */
  readonly client: string | null;
  readonly resolver: string | null;
  readonly port: number | null;
  readonly protocol: number | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly slots: number;
  readonly first: number | null;
  readonly last: number | null;
}

interface Amount {
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
}

export interface NamePair {
  readonly client: string;
  readonly resolver: string;
  readonly port: number;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly sent: Amount;
  readonly received: Amount;
  /** Ten-minute slots in which it asked. */
  readonly slots: number;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

const NOTHING: Amount = { records: 0, packets: 0, bytes: 0 };

function keyOf({ client, resolver, port, protocol }: NameRow): string {
  return `${client} ${resolver} ${port} ${protocol}`;
}

function most(rows: readonly NameRow[]): NameRow | undefined {
  return [...rows].sort((a, b) => b.bytes - a.bytes)[0];
}

export function namePairs(asks: readonly NameRow[], answers: readonly NameRow[]): readonly NamePair[] {
  const back = byKey(answers, keyOf);
  return [...byKey(asks, keyOf)].flatMap(([key, rows]) => {
    const asked = most(rows);
    if (!asked) return [];
    const { client, resolver, port, protocol, first, last, records, packets, bytes, slots } = asked;
    if (client === null || resolver === null || port === null || protocol === null) return [];
    if (first === null || last === null) return [];
    const answered = most(back.get(key) ?? []);
    return [
      {
        ...{ client, resolver, port, protocol, first, last, slots },
        sent: { records, packets, bytes },
        received: answered
          ? { records: answered.records, packets: answered.packets, bytes: answered.bytes }
          : NOTHING,
      },
    ];
  });
}
