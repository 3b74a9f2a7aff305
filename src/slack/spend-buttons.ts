/** The buttons under a question that would pass a budget: go on, or only about a shorter time. The third, to stop it, is a Cancel. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Logger } from 'pino';
import { acknowledge } from './acknowledge.ts';
import type { Choice, Decisions } from './decisions.ts';

/** By the action ids that the presenter gives the buttons. */
const CHOICES: Readonly<Record<string, Choice>> = { 'flows-spend': 'go-on', 'flows-narrow': 'narrow' };

const NOT_DECIDED = {
  'not-theirs': 'Only the person who asked can decide what is scanned for them. You can stop it.',
  gone: 'That was decided already, or it waited too long, or the bot was restarted. Where the question has no answer, ask again.',
} as const;

export function listenToSpending(
  app: App,
  { decisions, log }: { readonly decisions: Decisions; readonly log: Logger },
): void {
  for (const [id, choice] of Object.entries(CHOICES)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: id },
      async ({ ack, action, body, respond }) => {
        await acknowledge(() => ack(), log);
        const outcome = decisions.choose(action.value ?? '', choice, body.user.id);
        log.info({ decision: action.value, choice, by: body.user.id, outcome }, 'a budget was decided about');
        if (outcome === 'decided') return;
        await respond({ response_type: 'ephemeral', replace_original: false, text: NOT_DECIDED[outcome] });
      },
    );
  }
}
