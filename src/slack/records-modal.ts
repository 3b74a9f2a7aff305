/** See records: a modal with the records behind an answer, opened at once and filled when they are read, with pages and a way to the file. */
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { plainText } from '../commands/grammar/plain-text.ts';
import type { Answer } from '../diagnosis/answer.ts';
import { ephemeralMessage, noticeMessage } from '../present/block-kit.ts';
import { section } from '../present/blocks.ts';
import { code, escaped } from '../present/mrkdwn.ts';
import { recordsLoading, recordsNotice, recordsView } from '../present/records-view.ts';
import { acknowledge } from './acknowledge.ts';
import { askOn } from './ask-on.ts';
import type { Desk } from './desk.ts';
import { type Failure, failureText } from './failure.ts';
import { createRecordsKeeper } from './kept-records.ts';
import { listenToButton, type Press } from './press.ts';
import { askRecords, recordsRequest, runOf } from './records-asking.ts';
import { placeIn, placeText, type RecordsPlace } from './records-place.ts';
import { questionFor, refusalMessage } from './seen.ts';
import { openView, updateView } from './views.ts';

/** A modal that is there. */
interface Modal {
  /** The view's id. */
  readonly view: string;
  /** Of the press that is being answered. */
  readonly trigger: string;
  readonly by: string;
  readonly place: RecordsPlace;
}

const NOT_OPENED = 'Press See records again, or ask for them in words: `records`, then what you asked about.';

function notOpened(failure: Failure) {
  return noticeMessage(
    `Slack did not open the window with the records (${code(failureText(failure))}). ${NOT_OPENED}`,
  );
}

export function listenToRecords(app: App, desk: Desk): void {
  const { timeZones, now, running, log } = desk;
  const keeper = createRecordsKeeper();

  async function show(view: string, content: Parameters<typeof updateView>[2]): Promise<void> {
    const shown = await updateView(desk, view, content);
    // Whoever closed it does not miss it.
    if (!shown.ok) log.info({ view, failure: failureText(shown.failure) }, 'a modal took no records');
  }

  /** What there is instead of records; what would pass a budget can be asked in the thread, where somebody may let it go on. */
  function withoutRecords(metadata: string, answered: Answer, timeZone: string) {
    const { blocks } = ephemeralMessage(answered, { timeZone });
    const inThread = { id: 'flows-records-ask', text: 'Ask in the thread', value: 'ask' };
    return recordsNotice(metadata, blocks, answered.kind === 'over-budget' ? [inThread] : []);
  }

  /** The question that a modal is about, for who may see it; null where they may not, which is said there. */
  async function seenIn({ view, trigger, by, place }: Modal) {
    const viewer = { user: by, channel: place.channel };
    const seen = await questionFor(desk, place.question, viewer, { key: trigger, action: 'records' });
    if (seen.kind === 'seen') return seen;
    await show(view, recordsNotice(placeText(place), refusalMessage(seen).blocks));
    return null;
  }

  /** Fills a modal, from what is kept or else anew. */
  async function fill(modal: Modal): Promise<void> {
    const { view, trigger, by, place } = modal;
    const seen = await seenIn(modal);
    if (!seen) return;
    const metadata = placeText(place);
    const timeZone = await timeZones.of(by);
    const clock = { now: Math.floor(now() / 1000), timeZone };
    const request = recordsRequest(seen.question, place.rejected, clock);
    if (!request)
      return show(view, recordsNotice(metadata, [section(escaped('That question has no records.'))]));
    const kept = keeper.get(view);
    if (kept?.onlyRejected !== place.rejected) {
      if (kept) await show(view, recordsLoading(metadata));
      const { access } = seen;
      const answered = await askRecords(desk, {
        id: trigger,
        ...{ view, by, channel: place.channel, access, request },
      });
      if (answered.kind !== 'diagnosis') return show(view, withoutRecords(metadata, answered, timeZone));
      const { diagnosis } = answered;
      keeper.keep(view, { question: request.text, diagnosis, onlyRejected: place.rejected });
    }
    const { question, diagnosis } = keeper.get(view) ?? {};
    if (question === undefined || !diagnosis) return;
    const isOpen = request.action === undefined || place.rejected;
    const content = { question, diagnosis, page: place.page, onlyRejected: isOpen ? place.rejected : null };
    await show(view, recordsView(metadata, content, { timeZone }));
  }

  async function open({ id: trigger, value, by, place: { channel, thread }, whisper }: Press): Promise<void> {
    const place = { question: value, channel, thread: thread ?? '', rejected: false, page: 0 };
    const opened = await openView(desk, trigger, recordsLoading(placeText(place)));
    if (opened.ok) return fill({ view: opened.value, trigger, by, place });
    log.warn({ failure: failureText(opened.failure) }, 'a modal for records was not opened');
    await whisper(notOpened(opened.failure));
  }

  /** Asks in the thread what the modal shows, where the answer is for all. */
  async function askInThread(modal: Modal, file: 'csv' | null): Promise<void> {
    const seen = await seenIn(modal);
    if (!seen) return;
    const { view, trigger, by, place } = modal;
    const timeZone = await timeZones.of(by);
    const about = recordsRequest(seen.question, place.rejected, { now: Math.floor(now() / 1000), timeZone });
    if (!about) return;
    const { limit: _, ...whole } = about;
    const wanted = file ? { ...whole, file } : about;
    const told = `:arrow_right: Asked in the thread: ${code(plainText(wanted.text))}. Its answer is for all who read there.`;
    const to = { channel: place.channel, thread: place.thread };
    const whisper = async (message: { readonly blocks: Parameters<typeof recordsNotice>[1] }) =>
      show(view, recordsNotice(placeText(place), message.blocks));
    await Promise.all([
      whisper({ blocks: [section(told)] }),
      askOn(
        desk,
        { id: trigger, value: place.question, by, place: to, whisper },
        seen.question,
        () => wanted,
      ),
    ]);
  }

  function listen(action: string, react: (modal: Modal) => Promise<void>): void {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: action },
      async ({ ack, body }) => {
        await acknowledge(() => ack(), log);
        const { view, trigger_id: trigger, user } = body;
        if (!view) return;
        const place = placeIn(view.private_metadata);
        await react({ view: view.id, trigger, by: user.id, place });
      },
    );
  }

  const turn = (pages: number) => (modal: Modal) =>
    fill({ ...modal, place: { ...modal.place, page: Math.max(0, modal.place.page + pages) } });
  const only = (rejected: boolean) => (modal: Modal) =>
    fill({ ...modal, place: { ...modal.place, rejected, page: 0 } });

  listenToButton(app, desk, 'flows-records', open);
  listen('flows-records-newer', turn(-1));
  listen('flows-records-rejected', only(true));
  listen('flows-records-all', only(false));
  listen('flows-records-file', (modal) => askInThread(modal, 'csv'));
  listen('flows-records-ask', (modal) => askInThread(modal, null));

  app.view<ViewSubmitAction>(
    { callback_id: 'flows-records', type: 'view_submission' },
    async ({ ack, view, body }) => {
      const { id, private_metadata: metadata } = view;
      // Without another view it would close; whether this person may still see it takes a moment to tell.
      await acknowledge(() => ack({ response_action: 'update', view: recordsLoading(metadata) }), log);
      const { trigger_id: trigger, user } = body;
      await turn(1)({ view: id, trigger, by: user.id, place: placeIn(metadata) });
    },
  );

  app.view({ callback_id: 'flows-records', type: 'view_closed' }, async ({ ack, view }) => {
    await acknowledge(() => ack(), log);
    keeper.forget(view.id);
    running.stop(runOf(view.id), 'the window with the records was closed.');
  });
}
