/** Looks whether something of the bot's own has arrived in a conversation, where Slack did not say so. */
import type { WebClient } from '@slack/web-api';
import type { Address } from '../address.ts';
import type { Failure } from './failure.ts';
import type { Outbox } from './outbox.ts';

/** What of a message tells whether it is the one. */
export interface Seen {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
  readonly files?: readonly { readonly id?: string }[];
}

export type Sighting =
  | { readonly kind: 'there'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** It may be there, and the bot may not see it. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** Looks at what was written there since then, milliseconds since the epoch. Never rejects. */
export type Lookout = (to: Address, since: number, isIt: (message: Seen) => boolean) => Promise<Sighting>;

/** Slack's clock and this machine's are not the same, and this machine's may be wrong by an hour; milliseconds. */
const CLOCKS_DIFFER = 2 * 3_600_000;
/** Messages in one answer; Slack gives up to 999 and recommends 200 at most. */
const PAGE = 200;
/** What is further down than so many pages is not looked for. */
const MOST_PAGES = 5;

const TOO_BUSY: Failure = { kind: 'unclear', reason: 'too much was written there since' };

/** `conversations.replies` and `conversations.history`, each of which needs the history scope of that kind of conversation. */
export function createLookout(client: WebClient, outbox: Outbox): Lookout {
  function read({ channel, thread }: Address, oldest: string, cursor: string | undefined) {
    const wanted = { channel, oldest, limit: PAGE, include_all_metadata: true };
    const page = cursor === undefined ? wanted : { ...wanted, cursor };
    return thread === null
      ? outbox.send({
          lane: `conversations.history ${channel}`,
          repeatable: true,
          call: () => client.conversations.history(page),
        })
      : outbox.send({
          lane: `conversations.replies ${channel}`,
          repeatable: true,
          call: () => client.conversations.replies({ ...page, ts: thread }),
        });
  }

  return async (to, since, isIt) => {
    const oldest = ((since - CLOCKS_DIFFER) / 1000).toFixed(6);
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const delivery = await read(to, oldest, cursor);
      if (!delivery.ok) return { kind: 'unknown', failure: delivery.failure };
      const { messages = [], response_metadata: next } = delivery.value;
      const found = messages.find(isIt);
      if (found?.ts !== undefined) return { kind: 'there', ts: found.ts };
      cursor = next?.next_cursor || undefined;
      if (cursor === undefined) return { kind: 'absent' };
    }
    return { kind: 'unknown', failure: TOO_BUSY };
  };
}
