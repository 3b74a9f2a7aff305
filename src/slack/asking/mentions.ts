/** `@flows …`, and every message to the bot alone: answered in the thread in which it was written, or in one under it. */
import type { App } from '@slack/bolt';
import { isOverview, threadHelp } from '../../commands/follow/thread-help.ts';
import { understandIn } from '../../commands/follow-up.ts';
import { ephemeralMessage, type SlackMessage } from '../../present/block-kit.ts';
import type { Address } from '../address.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Desk } from '../desk.ts';
import type { Question } from '../questions/question.ts';
import { whisperIn } from '../whispers.ts';
import { STOPPING } from './commands.ts';
import { previousRequest } from './thread-memory.ts';

/** What somebody wrote to the bot. */
interface Mention {
  /** The event's, the same when Slack delivers it again. */
  readonly id: string;
  readonly user: string;
  readonly text: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly via: Question['via'];
}

export function listenToMentions(app: App, desk: Desk): void {
  const { ask, messenger, running, timeZones, perform, now, log } = desk;

  async function reply(place: Address, user: string, message: SlackMessage): Promise<void> {
    const posted = await messenger.post(place, simpleForms(message));
    if (posted.ok || posted.failure.kind === 'unclear') return;
    log.warn({ failure: failureText(posted.failure) }, 'a reply was not posted');
    await whisperIn(desk, place, user)(message);
  }

  async function onMessage(asked: Mention): Promise<void> {
    const { id, user, text, channel, ts, thread, via } = asked;
    const place = { channel, thread: thread ?? ts };
    if (running.isClosed) return reply(place, user, STOPPING);

    const isDirect = via === 'message';
    const previous = await previousRequest(desk, { user, channel, thread, isDirect });
    const read = (timeZone: string) =>
      understandIn(text, { now: Math.floor(now() / 1000), timeZone }, previous);
    const known = timeZones.known(user);
    // What is a question by itself is written down at once, and read again when their time zone is known.
    const isComplete = previous === null && read(known ?? 'UTC').kind === 'question';
    const timeZone = known ?? (isComplete ? 'UTC' : await timeZones.of(user));
    const understood = read(timeZone);
    if (thread !== undefined && isOverview(understood)) {
      const help = threadHelp(previous, { now: Math.floor(now() / 1000), timeZone });
      return reply(place, user, ephemeralMessage(help, { timeZone }));
    }
    if (understood.kind === 'immediate')
      return reply(place, user, ephemeralMessage(understood.answer, { timeZone }));
    const question = { id, text, askedBy: user, place };
    if (understood.kind === 'action') {
      const whisper = whisperIn(desk, place, user);
      // Written in the channel itself, it is about the channel.
      const where = { ...question, place: { channel, thread: thread ?? null }, timeZone, whisper };
      return perform(understood.action, where);
    }
    if (previous === null) await ask({ ...question, via });
    // What a follow-up takes from its thread is in its request, and in the text that says it in full.
    else await ask({ ...question, via, text: understood.request.text, request: understood.request });
  }

  app.event('app_mention', async ({ event, body: { event_id: id } }) => {
    const { user, text, channel, ts, thread_ts: thread, bot_id: bot, edited } = event;
    // Bots that answer each other would never end, and every question may cost.
    if (user === undefined || bot !== undefined) return;
    // A message that is edited was read when it was written; what it asked may be answered already.
    if (edited !== undefined) return;
    await onMessage({ id, user, text, channel, ts, thread, via: 'mention' });
  });

  app.message(async ({ message, body: { event_id: id } }) => {
    // A subtype is something else than a person's text: an edit, a file, a bot's message.
    if (message.channel_type !== 'im' || message.subtype !== undefined || message.bot_id !== undefined)
      return;
    const { user, text = '', channel, ts, thread_ts: thread } = message;
    await onMessage({ id, user, text, channel, ts, thread, via: 'message' });
  });
}
