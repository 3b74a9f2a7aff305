/** The Cancel button of a running question, and the Stop button of one that waits for a decision. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Questions } from '../store/questions.ts';
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
  readonly questions: Pick<Questions, 'stop'>;
  readonly log: Logger;
}

export function listenToCancel(app: App, { running, questions, log }: CancelParts): void {
  for (const [actionId, button] of Object.entries(BUTTONS)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, action, body, respond }) => {
        await acknowledge(() => ack(), log);
        const { user } = body;
        const who = 'name' in user && typeof user.name === 'string' ? user.name : user.username;
        const [id, because] = [action.value ?? '', `${who || 'somebody'} pressed ${button}.`];
        // What is stopped stays so, whatever happens to this process.
        await questions.stop(id, because);
        const outcome = running.stop(id, because);
        log.info({ question: id, by: user.id, outcome }, `${button} was pressed`);
        if (outcome === 'stopped') return;
        await respond({ response_type: 'ephemeral', replace_original: false, text: TOO_LATE[outcome] });
      },
    );
  }
}
