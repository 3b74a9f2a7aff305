/** The Cancel button of a running question, and the Stop button of one that waits for a decision. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Logger } from 'pino';
import { acknowledge } from './acknowledge.ts';
import type { Running } from './running.ts';

/** What the buttons are called, by the action ids that the presenters give them. */
const BUTTONS: Readonly<Record<string, string>> = { 'flows-cancel': 'Cancel', 'flows-stop': 'Stop' };

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
  for (const [id, button] of Object.entries(BUTTONS)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: id },
      async ({ ack, action, body, respond }) => {
        await acknowledge(() => ack(), log);
        const { user } = body;
        const who = 'name' in user && typeof user.name === 'string' ? user.name : user.username;
        const outcome = running.stop(action.value ?? '', `${who || 'somebody'} pressed ${button}.`);
        log.info({ question: action.value, by: user.id, outcome }, `${button} was pressed`);
        if (outcome === 'stopped') return;
        await respond({ response_type: 'ephemeral', replace_original: false, text: TOO_LATE[outcome] });
      },
    );
  }
}
