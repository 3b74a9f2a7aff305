/** Who pressed a button, where, and how they are told that it is not for them. */
import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Refused, Visitor } from '../../access/access.ts';
import { refusalMessage } from '../access/seen.ts';
import type { Address } from '../address.ts';
import { ephemeral } from '../asking/response-url.ts';

/** The channel is the one whose message has the button; empty where it is in none, which the gate refuses. */
export function pressedBy({ user, channel, container }: BlockAction): Visitor {
  const held: unknown = container['channel_id'];
  return { user: user.id, channel: channel?.id ?? (typeof held === 'string' ? held : '') };
}

/** The thread of the message that has the button; null for a button of a view, which stands in no conversation. */
export function placeOf({ channel, message }: BlockAction): Address | null {
  if (!channel || !message) return null;
  const thread: unknown = message['thread_ts'];
  return { channel: channel.id, thread: typeof thread === 'string' ? thread : message.ts };
}

/** To that person alone. */
export async function refuse(respond: RespondFn, refused: Refused): Promise<void> {
  await respond(ephemeral(refusalMessage(refused)));
}
