/** `@flows …`, and every message to the bot alone: answered in the thread in which it was written, or in one under it. */
import type { App } from '@slack/bolt';
import { understand } from '../commands/answer.ts';
import { ephemeralMessage, type SlackMessage } from '../present/block-kit.ts';
import type { Address } from './address.ts';
import { STOPPING } from './commands.ts';
import type { Desk } from './desk.ts';
import { failureText } from './failure.ts';
import { simpleForms } from './forms.ts';
import type { Question } from './question.ts';

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

  async function whisper(place: Address, user: string, message: SlackMessage): Promise<void> {
    const told = await messenger.whisper(place, user, message);
    if (!told.ok)
      log.error({ failure: failureText(told.failure) }, 'a person could not be told in the thread');
  }

  async function reply(place: Address, user: string, message: SlackMessage): Promise<void> {
    const posted = await messenger.post(place, simpleForms(message));
    if (posted.ok || posted.failure.kind === 'unclear') return;
    log.warn({ failure: failureText(posted.failure) }, 'a reply was not posted');
    await whisper(place, user, message);
  }

  async function onMessage(asked: Mention): Promise<void> {
    const { id, user, text, channel, ts, thread, via } = asked;
    const place = { channel, thread: thread ?? ts };
    if (running.isClosed) return reply(place, user, STOPPING);

    const read = (timeZone: string) => understand(text, { now: Math.floor(now() / 1000), timeZone });
    const known = timeZones.known(user);
    if (read(known ?? 'UTC').kind === 'immediate') {
      const timeZone = known ?? (await timeZones.of(user));
      const understood = read(timeZone);
      if (understood.kind === 'immediate')
        return reply(place, user, ephemeralMessage(understood.answer, { timeZone }));
    }
    const question = { id, text, askedBy: user, place };
    const timeZone = known ?? 'UTC';
    const understood = read(timeZone);
    if (understood.kind === 'action') {
      const told = (message: SlackMessage) => whisper(place, user, message);
      // Written in the channel itself, it is about the channel.
      const where = { ...question, place: { channel, thread: thread ?? null }, timeZone, whisper: told };
      return perform(understood.action, where);
    }
    await ask({ ...question, via });
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
