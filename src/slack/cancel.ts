/** The Cancel button of a running question. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Logger } from 'pino';
import { acknowledge } from './acknowledge.ts';
import type { Running } from './running.ts';

/** The action id that the presenter gives the button. */
const CANCEL = 'flows-cancel';

const TOO_LATE = {
  ended: 'That question has just ended.',
  unknown:
    'That question does not run here any more: it was answered, or the bot was restarted. Where it has no answer, ask again.',
} as const;

export interface CancelParts {
  readonly running: Running;
  readonly log: Logger;
}

export function listenToCancel(app: App, { running, log }: CancelParts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: CANCEL },
    async ({ ack, action, body, respond }) => {
      await acknowledge(() => ack(), log);
      const { user } = body;
      const who = 'name' in user && typeof user.name === 'string' ? user.name : user.username;
      const outcome = running.stop(action.value ?? '', `${who || 'somebody'} pressed Cancel.`);
      log.info({ question: action.value, by: user.id, outcome }, 'Cancel was pressed');
      if (outcome === 'stopped') return;
      await respond({ response_type: 'ephemeral', replace_original: false, text: TOO_LATE[outcome] });
    },
  );
}
