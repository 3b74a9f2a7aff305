/** Who is in a private conversation: whoever just did something there, and those whom Slack lists. */
import type { WebClient } from '@slack/web-api';
import type { Delivery, Outbox } from '../delivery/outbox.ts';
import { createReadings } from './readings.ts';

export interface Members {
  /** Slack delivered what this person did there, which only those can who are there. */
  note(user: string, channel: string): void;
  /** Never rejects. @param patience milliseconds */
  has(user: string, channel: string, patience: number): Promise<Delivery<boolean>>;
}

/** Who did something there still is there, for so many milliseconds. */
const NOTED = 10 * 60_000;
const MOST_NOTED = 10_000;
/** Milliseconds. */
const KEPT = 5 * 60_000;
/** Slack takes up to 1000 (reference of `conversations.members`). */
const PAGE = 1000;

async function everyMember(client: WebClient, channel: string): Promise<ReadonlySet<string>> {
  const members = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.conversations.members({ channel, limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const member of page.members ?? []) members.add(member);
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return members;
}

/** @param now milliseconds since the epoch */
export function createMembers(client: WebClient, outbox: Outbox, now: () => number): Members {
  const noted = new Map<string, number>();
  const readings = createReadings({
    read: (channel) =>
      outbox.send({
        lane: `conversations.members ${channel}`,
        repeatable: true,
        call: () => everyMember(client, channel),
      }),
    now,
    refusedKept: 0,
  });

  return {
    note(user, channel) {
      const key = `${channel} ${user}`;
      noted.delete(key);
      noted.set(key, now());
      const [oldest] = noted.keys();
      if (noted.size > MOST_NOTED && oldest !== undefined) noted.delete(oldest);
    },
    async has(user, channel, patience) {
      const at = noted.get(`${channel} ${user}`);
      if (at !== undefined && now() - at < NOTED) return { ok: true, value: true };
      const known = readings.known(channel, KEPT);
      if (known?.ok && known.value.has(user)) return { ok: true, value: true };
      // Who is not among those that are remembered may have come since.
      const read = await readings.of(channel, 0, patience);
      return read.ok ? { ok: true, value: read.value.has(user) } : read;
    },
  };
}
