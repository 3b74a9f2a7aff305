/** Tells in the thread that a watch found another verdict, and keeps what it found, so that it is told once. */
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { SlackMessage } from '../../present/block-kit.ts';
import { watchOnMessage } from '../../present/watch-messages.ts';
import type { Sight, Watch, Watches } from '../../store/watches.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Steps, Work, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { watchAccess } from './access.ts';
import { watchName } from './name.ts';

const WATCH_NEWS = 'watch-news';

interface WatchNews {
  readonly watch: string;
  readonly seen: Sight;
  readonly message: SlackMessage;
}

/** Its id is that of the change, so that a run that is made again after a crash tells nothing again. */
export async function tellNews(work: Work, { id }: Watch, seen: Sight, message: SlackMessage): Promise<void> {
  const input: WatchNews = { watch: id, seen, message };
  const { done } = await work.take(WATCH_NEWS, `${id}-change-${seen.changes}`, input);
  await done;
}

export function hireWatchNews(desk: Desk, watches: Watches): void {
  /** Whether what is waited for is so stands in the notice too, which is looked at later. */
  async function showState(
    watch: Watch,
    { when, isMet }: Sight,
    question: string,
    steps: Steps,
  ): Promise<void> {
    const { id, by, channel, everySeconds, until, noticeTs } = watch;
    if (noticeTs === null || when === undefined) return;
    const style = { timeZone: await desk.timeZones.of(by) };
    const watched = { id, name: watchName(id), by, question, everySeconds, when, isMet };
    const notice = watchOnMessage({ ...watched, until: Math.floor(until / 1000) }, style);
    await steps.replace({ channel, ts: noticeTs }, simpleForms(notice));
  }

  const worker: Worker<WatchNews> = async (_, { watch: id, seen, message }, steps) => {
    const watch = await watches.get(id);
    if (!watch) return;
    const { channel, thread } = watch;
    const question = await desk.questions.get(watch.question);
    // Access may have been withdrawn since it was found; the next run says so.
    if (!question || !(await watchAccess(desk, watch, question))) return;
    await watches.saw(id, seen);
    await steps.post('news', { channel, thread }, simpleForms(message));
    await showState(watch, seen, plainText(question.text), steps);
  };
  desk.work.hire(WATCH_NEWS, worker);
}
