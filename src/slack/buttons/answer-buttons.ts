/** The buttons under an answer that ask on: the same again, about more time, as a chart. Each asks in the thread of the answer. */
import type { App } from '@slack/bolt';
import { chartOf } from '../../commands/follow/kindred.ts';
import { rerunOf } from '../../commands/follow/rerun.ts';
import { widened } from '../../commands/follow/widened.ts';
import { questionFor, refusalMessage } from '../access/seen.ts';
import type { Desk } from '../desk.ts';
import { askOn, type Follow } from './ask-on.ts';
import { listenToButton } from './press.ts';

/** By the action ids that the presenter gives the buttons. */
const FOLLOWS: Readonly<Record<string, Follow>> = {
  'flows-rerun': rerunOf,
  'flows-widen': (request, moments) => widened(request, moments)?.request ?? null,
  'flows-chart': chartOf,
};

export function listenToAnswerButtons(app: App, desk: Desk): void {
  for (const [action, follow] of Object.entries(FOLLOWS)) {
    listenToButton(app, desk, action, async (press) => {
      const { id: key, value, by: user, place, whisper } = press;
      const seen = await questionFor(
        desk,
        value,
        { user, channel: place.channel },
        { key, action: 'question' },
      );
      if (seen.kind === 'refused') return whisper(refusalMessage(seen));
      await askOn(desk, press, seen.question, follow);
    });
  }
}
