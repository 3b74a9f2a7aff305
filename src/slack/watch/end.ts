/** Ends a watch, once, for whatever reason, and says so where it was told. */

import { plainText } from '../../commands/grammar/plain-text.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { escaped } from '../../present/mrkdwn.ts';
import { watchEndMessage, watchOverMessage } from '../../present/watch-messages.ts';
import type { Watch, Watches } from '../../store/watches.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { TakenWork, Work, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { whisperIn } from '../whispers.ts';
import { FORGOTTEN, NOT_ALLOWED, watchAccess } from './access.ts';

export type EndBecause =
  | { readonly kind: 'over' }
  /** Of a Slack user id. */
  | { readonly kind: 'stopped'; readonly by: string }
  /** A sentence: the next run would pass a budget. */
  | { readonly kind: 'budget'; readonly because: string }
  /** The person may not ask it there any more, or it is not remembered; nothing of it is told to anybody else. */
  | { readonly kind: 'withdrawn'; readonly because: string };

const WATCH_END = 'watch-end';

interface WatchEnded {
  readonly watch: string;
  readonly because: EndBecause;
}

function words(because: Exclude<EndBecause, { kind: 'withdrawn' }>): string {
  switch (because.kind) {
    case 'over':
      return 'its time is over.';
    case 'stopped':
      return `<@${because.by}> stopped it.`;
    case 'budget':
      return `it would pass a budget, and nobody is asked at each run. ${escaped(because.because)}`;
  }
}

/** The first reason is the one. */
export function endWatch(work: Work, watch: string, because: EndBecause): Promise<TakenWork> {
  const input: WatchEnded = { watch, because };
  return work.take(WATCH_END, `${watch}-end`, input);
}

export function hireWatchEnd(desk: Desk, watches: Watches): void {
  /** What was found last is told at the end, whatever ended it: only where they may still see it. */
  async function whyNot(watch: Watch): Promise<string | null> {
    const question = await desk.questions.get(watch.question);
    if (!question) return FORGOTTEN;
    return (await watchAccess(desk, watch, question)) ? null : NOT_ALLOWED;
  }

  const worker: Worker<WatchEnded> = async (_, { watch: id, because: reason }, steps) => {
    await watches.end(id);
    const watch = await watches.get(id);
    if (!watch) return;
    const { by, channel, thread, seen, noticeTs } = watch;
    const place = { channel, thread };
    const not = reason.kind === 'withdrawn' ? reason.because : await whyNot(watch);
    const because: EndBecause = not === null ? reason : { kind: 'withdrawn', because: not };
    if (because.kind === 'withdrawn') {
      const ended = `:lock: Your watch here has ended: ${escaped(because.because)}`;
      await whisperIn(desk, place, by)(noticeMessage(ended));
    } else {
      const message = watchEndMessage({ ...seen, by, because: words(because) });
      await steps.post('end', place, simpleForms(message));
    }
    if (noticeTs === null) return;
    const question = await desk.questions.get(watch.question);
    const over = watchOverMessage({ by, question: plainText(question?.text ?? '') });
    await steps.replace({ channel, ts: noticeTs }, simpleForms(over));
  };
  desk.work.hire(WATCH_END, worker);
}
