/** Who of ours sends mail on which port, and what became of it, from sums over both directions. */
import { sumOf } from '../../query/sums.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import type { Action } from '../../record/record.ts';
import { byKey } from '../detection/by-key.ts';

export interface MailRow {
  /** Ours. */
  readonly client: string | null;
  readonly port: number | null;
  readonly action: Action | null;
  readonly peers: number;
  readonly packets: number;
  readonly bytes: number;
  readonly slots: number;
  readonly first: number | null;
  readonly last: number | null;
}

export interface Sender {
  readonly client: string;
  /** 25, 465 or 587. */
  readonly port: number;
  /** Distinct servers, an hour. */
  readonly peersPerHour: number;
  /** Distinct servers in all. */
  readonly peers: number;
  readonly packets: number;
  /** `sends`: servers answer. `rejected`: our own policy stops it. `unanswered`: what is let out meets silence or a reset. */
  readonly outcome: 'sends' | 'rejected' | 'unanswered';
  readonly first: number;
  readonly last: number;
}

/** A greeting and its acknowledgement take three packets; a refusal one (RFC 5321, RFC 9293). */
const PACKETS_OF_AN_ANSWER = 3;
const HOUR = 3600;

function outcomeOf(asks: readonly MailRow[], answers: readonly MailRow[]): Sender['outcome'] {
  const peers = Math.max(0, ...answers.map((row) => row.peers));
  const packets = sumOf(answers.map((row) => row.packets));
  if (peers > 0 && packets >= PACKETS_OF_AN_ANSWER * peers) return 'sends';
  const accepted = asks.some(({ action }) => action === 'ACCEPT');
  return accepted ? 'unanswered' : 'rejected';
}

function keyOf({ client, port }: MailRow): string {
  return `${client} ${port}`;
}

/** Those who talk to most servers first. */
export function sendersIn(asks: readonly MailRow[], answers: readonly MailRow[]): readonly Sender[] {
  const answered = byKey(answers, keyOf);
  const senders = [...byKey(asks, keyOf)].flatMap(([key, rows]): readonly Sender[] => {
    const [{ client = null, port = null } = {}] = rows;
    if (client === null || port === null) return [];
    const peers = Math.max(...rows.map((row) => row.peers));
    const slots = Math.max(...rows.map((row) => row.slots));
    return [
      {
        ...{ client, port, peers },
        peersPerHour: (peers * HOUR) / Math.max(HOUR, slots * LONGEST_AGGREGATION),
        packets: sumOf(rows.map(({ packets }) => packets)),
        outcome: outcomeOf(rows, answered.get(key) ?? []),
        first: Math.min(...rows.flatMap(({ first }) => first ?? [])),
        last: Math.max(...rows.flatMap(({ last }) => last ?? [])),
      },
    ];
  });
  return senders.sort((a, b) => b.peers - a.peers);
}
