/** "Diagnose flows" on any message: what it is about is found in it, only what it does not say is asked, and the answer is in its thread. */
import type { App, MessageShortcut, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { understand } from '../../commands/answer.ts';
import { findInText, plainQuestion, windowOf } from '../../commands/find-in-text.ts';
import { utcWindowText, windowText } from '../../commands/follow/window-text.ts';
import type { Clock } from '../../commands/grammar/time-point.ts';
import type { Immediate } from '../../commands/verb.ts';
import { ephemeralMessage, noticeMessage } from '../../present/block-kit.ts';
import { code } from '../../present/mrkdwn.ts';
import type { Window } from '../../query/window.ts';
import type { Address } from '../address.ts';
import { openView } from '../buttons/views.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { createOnce } from '../connection/once.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Desk } from '../desk.ts';
import type { Whisper } from '../questions/question.ts';
import { STOPPING } from './commands.ts';
import { chosenIn, errorsOf } from './diagnose-choice.ts';
import { diagnoseModal, matterOf, readMatter } from './diagnose-modal.ts';
import { messageText } from './message-text.ts';
import { whisperThrough } from './response-url.ts';

/** As in manifest.yml. */
export const DIAGNOSE = 'flows_diagnose';

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction>;

export function listenToDiagnose(app: App, desk: Desk): void {
  const { ask, messenger, running, timeZones, now, log } = desk;
  // Where the acknowledgement was not heard, the dialog stays and may be submitted again.
  const isNewDialog = createOnce();

  function clockOf(user: string): Clock {
    return { now: Math.floor(now() / 1000), timeZone: timeZones.known(user) ?? 'UTC' };
  }

  /** Where the person's time zone is not known yet, in words that are the same in all. */
  function said(window: Window | null, user: string, usual: string): string {
    if (window === null) return usual;
    return timeZones.known(user) === undefined ? utcWindowText(window) : windowText(window, clockOf(user));
  }

  async function open(trigger: string, view: ReturnType<typeof diagnoseModal>, whisper: Whisper) {
    const opened = await openView(desk, trigger, view);
    if (opened.ok || opened.failure.kind === 'unclear') return;
    log.warn({ failure: failureText(opened.failure) }, 'a dialog could not be opened');
    const hint = code('/flows reject 10.0.1.5');
    await whisper(noticeMessage(`Slack did not open my dialog. Try again, or ask with ${hint}.`));
  }

  /** What is known at once needs no source, and is no question: it is said in the thread. */
  async function say(answer: Immediate, place: Address, user: string, whisper: Whisper): Promise<void> {
    const message = ephemeralMessage(answer, clockOf(user));
    const posted = await messenger.post(place, simpleForms(message));
    if (!posted.ok && posted.failure.kind !== 'unclear') await whisper(message);
  }

  async function onShortcut(shortcut: MessageShortcut, ack: () => Promise<void>): Promise<void> {
    const { trigger_id: id, user, channel, message, response_url: responseUrl } = shortcut;
    const whisper = whisperThrough(responseUrl, log);
    if (running.isClosed) {
      await acknowledge(ack, log);
      return whisper(STOPPING);
    }
    const { text, blocks, attachments, ts, thread_ts: under } = message;
    const found = findInText(messageText([text, blocks, attachments]));
    const window = windowOf(found, Number(ts), Math.floor(now() / 1000));
    const thread = typeof under === 'string' ? under : ts;
    const question = plainQuestion(found);
    if (question === null) {
      // The dialog's times are read in it.
      void timeZones.of(user.id);
      await acknowledge(ack, log);
      const matter = matterOf(found, { channel: channel.id, thread, responseUrl });
      return open(id, diagnoseModal(matter, DIAGNOSE, said(window, user.id, 'last 1h')), whisper);
    }
    const full = `${question} ${said(window, user.id, '')}`.trim();
    const place = { channel: channel.id, thread };
    const { done } = await ask({ id, text: full, askedBy: user.id, place, via: 'shortcut' }, whisper);
    await acknowledge(ack, log);
    await done;
  }

  async function onSubmit({ ack, body, view }: Submission): Promise<void> {
    const matter = readMatter(view.private_metadata);
    const whisper = whisperThrough(matter.responseUrl, log);
    const user = body.user.id;
    if (running.isClosed) {
      await acknowledge(() => ack(), log);
      return whisper(STOPPING);
    }
    const place = { channel: matter.channel, thread: matter.thread };
    const chosen = chosenIn(view.state.values, matter);
    if (chosen.kind === 'errors') return ack({ response_action: 'errors', errors: chosen.errors });
    const understood = understand(chosen.text, clockOf(user));
    if (understood.kind === 'immediate') {
      const { answer } = understood;
      if (answer.kind === 'mistake')
        return ack({ response_action: 'errors', errors: errorsOf(answer, chosen.block) });
      await acknowledge(() => ack(), log);
      return isNewDialog(view.id) ? say(answer, place, user, whisper) : undefined;
    }
    const request = understood.kind === 'question' ? { request: understood.request } : {};
    const question = { id: view.id, text: chosen.text, askedBy: user, place, via: 'shortcut' } as const;
    const { done } = await ask({ ...question, ...request }, whisper);
    await acknowledge(() => ack(), log);
    await done;
  }

  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: DIAGNOSE }, ({ shortcut, ack }) =>
    onShortcut(shortcut, () => ack()),
  );
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: DIAGNOSE }, onSubmit);
}
