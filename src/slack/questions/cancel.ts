/** The Cancel button of a running question, and the Stop button of one that waits for a decision. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { questionFor } from '../access/seen.ts';
import { pressedBy, refuse } from '../buttons/pressed.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';

/** What the buttons are called, by the action ids that the presenters give them. */
const BUTTONS: Readonly<Record<string, string>> = { 'flows-cancel': 'Cancel', 'flows-stop': 'Stop' };

const TOO_LATE = {
  ended: 'That question has just ended.',
  unknown: 'That question was answered before.',
} as const;
const STOPPED_ELSEWHERE = 'It is stopped. Where it still runs, its message says so in a few seconds.';

export type CancelParts = Pick<Desk, 'running' | 'gate' | 'questions' | 'audit' | 'now' | 'log'>;

export function listenToCancel(app: App, desk: CancelParts): void {
  const { running, questions, log } = desk;
  for (const [actionId, button] of Object.entries(BUTTONS)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, action, body, respond }) => {
        await acknowledge(() => ack(), log);
        const { user } = body;
        const question = action.value ?? '';
        const attempt = { key: body.trigger_id, action: 'question' } as const;
        const seen = await questionFor(desk, question, pressedBy(body), attempt);
        if (seen.kind === 'refused') return refuse(respond, seen);
        const who = 'name' in user && typeof user.name === 'string' ? user.name : user.username;
        const because = `${who || 'somebody'} pressed ${button}.`;
        // What is stopped stays so, whatever happens to this process.
        const isOpen = await questions.stop(question, because);
        const outcome = running.stop(question, because);
        log.info({ question, by: user.id, outcome }, `${button} was pressed`);
        if (outcome === 'stopped') return;
        const text = isOpen && outcome === 'unknown' ? STOPPED_ELSEWHERE : TOO_LATE[outcome];
        await respond({ response_type: 'ephemeral', replace_original: false, text });
      },
    );
  }
}
