/** The buttons under a question that would pass a budget: go on, or only about a shorter time. The third, to stop it, is a Cancel. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { createDecided } from '../../store/decided.ts';
import { isSharedStore } from '../../store/kind.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import { questionFor } from '../access/seen.ts';
import { pressedBy, refuse } from '../buttons/pressed.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import { type Choice, questionOf } from './decisions.ts';

/** By the action ids that the presenter gives the buttons. */
const CHOICES: Readonly<Record<string, Choice>> = { 'flows-spend': 'go-on', 'flows-narrow': 'narrow' };

const NOT_DECIDED = {
  'not-theirs': 'Only the person who asked can decide what is scanned for them. You can stop it.',
  gone: 'That was decided already, or it waited too long, or the bot was restarted. Where the question has no answer, ask again.',
} as const;

export type SpendingParts = Pick<
  Desk,
  'decisions' | 'gate' | 'questions' | 'audit' | 'store' | 'now' | 'log'
>;

type Outcome = 'decided' | keyof typeof NOT_DECIDED;

export function listenToSpending(app: App, desk: SpendingParts): void {
  const { decisions, store, now, log } = desk;
  // Else this process is the only one that may wait for it.
  const shared = isSharedStore(store) ? createDecided(store.db) : null;

  async function decide(
    decision: string,
    choice: Choice,
    user: string,
    { askedBy, answer }: RememberedQuestion,
  ): Promise<Outcome> {
    if (!shared) return decisions.choose(decision, choice, user);
    if (askedBy !== user) return 'not-theirs';
    if (answer !== null || !(await shared.enter(decision, choice, now()))) return 'gone';
    decisions.heed(decision, choice);
    return 'decided';
  }

  for (const [id, choice] of Object.entries(CHOICES)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: id },
      async ({ ack, action, body, respond }) => {
        await acknowledge(() => ack(), log);
        const decision = action.value ?? '';
        const attempt = { key: body.trigger_id, action: 'question' } as const;
        const seen = await questionFor(desk, questionOf(decision), pressedBy(body), attempt);
        if (seen.kind === 'refused') return refuse(respond, seen);
        const outcome = await decide(decision, choice, body.user.id, seen.question);
        log.info({ decision, choice, by: body.user.id, outcome }, 'a budget was decided about');
        if (outcome === 'decided') return;
        await respond({ response_type: 'ephemeral', replace_original: false, text: NOT_DECIDED[outcome] });
      },
    );
  }
}
