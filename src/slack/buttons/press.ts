/** A button pressed under a message: acknowledged at once, and then given to what it is for, with who pressed it and where that is seen. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { SlackMessage } from '../../present/block-kit.ts';
import type { Address } from '../address.ts';
import { STOPPING } from '../asking/commands.ts';
import { whisperBy } from '../asking/response-url.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';
import type { Whisper } from '../questions/question.ts';
import { placeOf } from './pressed.ts';

export interface Press {
  /** Slack's `trigger_id`: the same when it is delivered twice, and what opens a view within three seconds. */
  readonly id: string;
  /** What the button carries. */
  readonly value: string;
  /** A Slack user id. */
  readonly by: string;
  /** The thread of the message that has the button. */
  readonly place: Address;
  /** To that person alone, there. */
  readonly whisper: Whisper;
}

type Body = BlockAction<ButtonAction>;

/** @param react what it throws is told by `tellOfErrors` */
export function listenToButton(
  app: App,
  { messenger, running, log }: Desk,
  action: string,
  react: (press: Press) => Promise<void>,
): void {
  app.action<Body>(
    { type: 'block_actions', action_id: action },
    async ({ ack, action: { value = '' }, body, respond }) => {
      await acknowledge(() => ack(), log);
      const place = placeOf(body);
      if (!place) return;
      const by = body.user.id;

      /** Where the bot is no member, only the response URL reaches the person. */
      async function whisper(message: SlackMessage): Promise<void> {
        const told = place && (await messenger.whisper(place, by, message));
        if (told?.ok) return;
        if (told)
          log.warn({ failure: failureText(told.failure) }, 'a person could not be told in the thread');
        await whisperBy(respond, log)(message);
      }

      if (running.isClosed) return whisper(STOPPING);
      await react({ id: body.trigger_id, value, by, place, whisper });
    },
  );
}
