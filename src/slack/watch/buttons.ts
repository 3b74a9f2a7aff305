/** The Watch button of an answer, and the button that ends a watch. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { createWatches } from '../../store/watches.ts';
import { questionFor } from '../access/seen.ts';
import { placeOf, pressedBy, refuse } from '../buttons/pressed.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import { WATCH_ASKED, watchAskedWorker } from './actions.ts';
import { type WatchWanted, watchWorker } from './begin.ts';
import { endWatch, hireWatchEnd } from './end.ts';
import { hireWatchNews } from './news.ts';

const WATCH = 'watch';

export function listenToWatching(app: App, desk: Desk): void {
  const { work, log, now, store } = desk;
  const watches = createWatches(store.db);
  work.hire(WATCH, watchWorker(desk, watches));
  work.hire(WATCH_ASKED, watchAskedWorker(desk));
  hireWatchNews(desk, watches);
  hireWatchEnd(desk, watches);

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: 'flows-watch' },
    async ({ ack, action, body }) => {
      const place = placeOf(body);
      // It stands under answers only, each of which is in a thread.
      if (!place?.thread) {
        await acknowledge(() => ack(), log);
        return;
      }
      const { channel, thread } = place;
      const wanted: WatchWanted = {
        ...{ question: action.value ?? '', by: body.user.id },
        ...{ channel, thread, at: now() },
      };
      const { done } = await work.take(WATCH, `watch-${body.trigger_id}`, wanted);
      await acknowledge(() => ack(), log);
      await done;
    },
  );

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: 'flows-unwatch' },
    async ({ ack, action, body, respond }) => {
      const watch = await watches.get(action.value ?? '');
      const because = { kind: 'stopped', by: body.user.id } as const;
      if (watch) {
        const attempt = { key: body.trigger_id, action: 'question' } as const;
        const seen = await questionFor(desk, watch.question, pressedBy(body), attempt);
        if (seen.kind === 'refused') {
          await acknowledge(() => ack(), log);
          return refuse(respond, seen);
        }
      }
      const ending = watch?.isOn ? await endWatch(work, watch.id, because) : null;
      await acknowledge(() => ack(), log);
      if (ending) return ending.done;
      const text = 'That watch has ended already.';
      await respond({ response_type: 'ephemeral', replace_original: false, text });
    },
  );
}
