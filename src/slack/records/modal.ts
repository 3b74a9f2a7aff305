/** Records: a modal with the records behind an answer, opened at once and filled when they are read, with pages and a way to the file. */
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { maySee } from '../../access/access.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import { ephemeralMessage, noticeMessage } from '../../present/block-kit.ts';
import { section } from '../../present/blocks.ts';
import { code, escaped } from '../../present/mrkdwn.ts';
import { recordsLoading, recordsNotice, recordsView } from '../../present/records-view.ts';
import { questionFor, refusalMessage } from '../access/seen.ts';
import { askOn } from '../buttons/ask-on.ts';
import { listenToButton, type Press } from '../buttons/press.ts';
import { openView, updateView } from '../buttons/views.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';
import { askedSources } from '../questions/asked-sources.ts';
import { within } from '../wait.ts';
import { askRecords, recordsRequest, runOf } from './asking.ts';
import { createRecordsKeeper } from './kept.ts';
import { placeIn, placeText, type RecordsPlace } from './place.ts';

/** A modal that is there. */
interface Modal {
  /** The view's id. */
  readonly view: string;
  /** Of the press that is being answered. */
  readonly trigger: string;
  readonly by: string;
  readonly place: RecordsPlace;
}

/** A page that is kept is there by then, and Slack waits for its acknowledgement a second longer; milliseconds. */
const SOON = 2000;

const NOT_OPENED = 'Press Records again, or ask for them in words: `records`, then what you asked about.';

function notOpened(failure: Failure) {
  return noticeMessage(
    `Slack did not open the window with the records (${code(failureText(failure))}). ${NOT_OPENED}`,
  );
}

export function listenToRecords(app: App, desk: Desk): void {
  const { timeZones, now, running, log } = desk;
  const keeper = createRecordsKeeper();

  async function show(view: string, content: ModalView): Promise<void> {
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

  function seenIn({ trigger, by, place }: Modal) {
    const viewer = { user: by, channel: place.channel };
    return questionFor(desk, place.question, viewer, { key: trigger, action: 'records' });
  }

  /** What a modal shows, from what is kept or else read anew. */
  async function contentOf(modal: Modal): Promise<ModalView> {
    const { view, trigger, by, place } = modal;
    const metadata = placeText(place);
    const seen = await seenIn(modal);
    if (seen.kind === 'refused') return recordsNotice(metadata, refusalMessage(seen).blocks);
    const timeZone = await timeZones.of(by);
    const clock = { now: Math.floor(now() / 1000), timeZone };
    const request = recordsRequest(seen.question, place.rejected, clock);
    if (!request) return recordsNotice(metadata, [section(escaped('That question has no records.'))]);
    const { access } = seen;
    let kept = keeper.get(view);
    const isKept =
      kept?.about === place.question && kept.onlyRejected === place.rejected && maySee(access, kept.sources);
    if (!kept || !isKept) {
      const wanted = { id: trigger, view, by, channel: place.channel, access, request };
      const answered = await askRecords(desk, wanted);
      if (answered.kind !== 'diagnosis') return withoutRecords(metadata, answered, timeZone);
      const { diagnosis } = answered;
      kept = {
        ...{ about: place.question, question: request.text, diagnosis, onlyRejected: place.rejected },
        sources: askedSources(answered, request, access.sources),
      };
      keeper.keep(view, kept);
    }
    const { question, diagnosis } = kept;
    const isOpen = request.action === undefined || place.rejected;
    const content = { question, diagnosis, page: place.page, onlyRejected: isOpen ? place.rejected : null };
    return recordsView(metadata, content, { timeZone });
  }

  async function fill(modal: Modal): Promise<void> {
    await show(modal.view, await contentOf(modal));
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
    const { view, trigger, by, place } = modal;
    const seen = await seenIn(modal);
    if (seen.kind === 'refused')
      return show(view, recordsNotice(placeText(place), refusalMessage(seen).blocks));
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

  function turned({ place, ...modal }: Modal, pages: number): Modal {
    return { ...modal, place: { ...place, page: Math.max(0, place.page + pages) } };
  }

  const only = (rejected: boolean) => async (modal: Modal) => {
    const place = { ...modal.place, rejected, page: 0 };
    await show(modal.view, recordsLoading(placeText(place)));
    await fill({ ...modal, place });
  };

  listenToButton(app, desk, 'flows-records', open);
  listen('flows-records-newer', (modal) => fill(turned(modal, -1)));
  listen('flows-records-rejected', only(true));
  listen('flows-records-all', only(false));
  listen('flows-records-file', (modal) => askInThread(modal, 'csv'));
  listen('flows-records-ask', (modal) => askInThread(modal, null));

  app.view<ViewSubmitAction>(
    { callback_id: 'flows-records', type: 'view_submission' },
    async ({ ack, view, body }) => {
      const { id, private_metadata: metadata } = view;
      const { trigger_id: trigger, user } = body;
      const content = contentOf(turned({ view: id, trigger, by: user.id, place: placeIn(metadata) }, 1));
      // Without another view the acknowledgement would close it, and one that came after the page would hide it.
      const inTime = await within(SOON, content, null);
      const next = inTime ?? recordsLoading(metadata);
      await acknowledge(() => ack({ response_action: 'update', view: next }), log);
      if (!inTime) await show(id, await content);
    },
  );

  app.view({ callback_id: 'flows-records', type: 'view_closed' }, async ({ ack, view }) => {
    await acknowledge(() => ack(), log);
    keeper.forget(view.id);
    running.stop(runOf(view.id), 'the window with the records was closed.');
  });
}
