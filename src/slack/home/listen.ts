/** The Home tab: drawn when it is opened, and after its buttons were pressed. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rerunOf } from '../../commands/follow/rerun.ts';
import { readHomeButton } from '../../present/home-view.ts';
import { createWatches } from '../../store/watches.ts';
import { questionFor, refusalMessage } from '../access/seen.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import { momentsOf, requestOf } from '../questions/remembered.ts';
import { endWatch } from '../watch/end.ts';
import { whisperIn } from '../whispers.ts';
import { publishHome } from './publish.ts';

export function listenToHome(app: App, desk: Desk): void {
  const { ask, now, log } = desk;
  const watches = createWatches(desk.store.db);

  app.event('app_home_opened', async ({ event, body: { event_id: key } }) => {
    const { user, channel, tab } = event;
    if (tab === 'home') await publishHome(desk, { user, channel, key });
  });

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: 'flows-home-rerun' },
    async ({ ack, action, body }) => {
      const user = body.user.id;
      const { channel, about } = readHomeButton(action.value ?? '');
      const key = `home-${body.trigger_id}`;
      const place = { channel, thread: null };
      const seen = await questionFor(desk, about, { user, channel }, { key, action: 'home' });
      if (seen.kind === 'refused') {
        await acknowledge(() => ack(), log);
        return whisperIn(desk, place, user)(refusalMessage(seen));
      }
      const { question } = seen;
      const request = requestOf(question);
      const { done } = await ask({
        ...{ id: key, text: question.text, askedBy: user, place },
        ...(request ? { request: rerunOf(request, momentsOf(question, now())) } : {}),
        via: 'home',
      });
      await acknowledge(() => ack(), log);
      await done;
      await publishHome(desk, { user, channel, key });
    },
  );

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: 'flows-home-unwatch' },
    async ({ ack, action, body }) => {
      const user = body.user.id;
      const { channel, about } = readHomeButton(action.value ?? '');
      // Home lists one's own alone.
      const isTheirs = (await watches.get(about))?.by === user;
      const ending = isTheirs ? await endWatch(desk.work, about, { kind: 'stopped', by: user }) : null;
      await acknowledge(() => ack(), log);
      await ending?.done;
      await publishHome(desk, { user, channel, key: `home-${body.trigger_id}` });
    },
  );
}
