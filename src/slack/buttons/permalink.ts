/** Slack's link to a message: who may not see its channel can open it as little as the channel. */

import { failureText } from '../delivery/failure.ts';
import type { Posted } from '../delivery/messenger.ts';
import type { Desk } from '../desk.ts';

/** Null where Slack does not tell. Never rejects. */
export async function permalink(
  { client, outbox, log }: Pick<Desk, 'client' | 'outbox' | 'log'>,
  { channel, ts }: Posted,
): Promise<string | null> {
  const call = () => client.chat.getPermalink({ channel, message_ts: ts });
  const told = await outbox.send({ lane: `chat.getPermalink ${channel}`, repeatable: true, call });
  if (!told.ok) {
    log.warn({ failure: failureText(told.failure) }, 'a link to a message could not be had');
    return null;
  }
  return told.value.permalink ?? null;
}
