/** Who pressed a button, where, and how they are told that it is not for them. */
import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Refused, Visitor } from '../../access/access.ts';
import { refusalMessage } from '../access/seen.ts';

/** The channel is the one whose message has the button; empty where it is in none, which the gate refuses. */
export function pressedBy({ user, channel, container }: BlockAction): Visitor {
  const held: unknown = container['channel_id'];
  return { user: user.id, channel: channel?.id ?? (typeof held === 'string' ? held : '') };
}

/** To that person alone. */
export async function refuse(respond: RespondFn, refused: Refused): Promise<void> {
  await respond({ response_type: 'ephemeral', replace_original: false, ...refusalMessage(refused) });
}
