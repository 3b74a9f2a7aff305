/** `/flows …`: acknowledged as soon as it is written down, answered in the acknowledgement where the text alone says enough, else in a thread of the channel. */
import type { AllMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { understand } from '../../commands/answer.ts';
import { TIME_FORMS } from '../../commands/grammar/window.ts';
import type { Immediate } from '../../commands/verb.ts';
import { ephemeralMessage, noticeMessage, type SlackMessage } from '../../present/block-kit.ts';
import { code } from '../../present/mrkdwn.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import type { Question, Whisper } from '../questions/question.ts';
import { within } from '../wait.ts';
import { ephemeral, whisperBy } from './response-url.ts';

/** Slack drops what an acknowledgement holds after so many seconds, and tells the person of a timeout. */
const SLACK_WAITS = 3;

export const STOPPING = noticeMessage('I am being stopped and take no new questions. Ask again in a minute.');

/** A store that takes longer must not cost the acknowledgement, milliseconds. */
const STORE_PATIENCE = 2000;
const SLOW = noticeMessage(
  'I could not write your question down yet: my store is slow. Where it does not appear here within a minute, ask again.',
);
const NOT_WRITTEN_DOWN = noticeMessage(
  'I could not write your question down, so it is not answered: my store does not work. Ask again in a minute; where it stays so, tell whoever runs this bot.',
);

/** Whether an answer could be another one in another time zone. */
function dependsOnZone(answer: Immediate): boolean {
  return answer.kind === 'mistake' && answer.allowed === TIME_FORMS;
}

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** Whether an acknowledgement comes too late for what it holds; only HTTP tells when Slack sent the command. */
function isLate({ context }: CommandArgs, now: number): boolean {
  const sentAt: unknown = context['sentAt'];
  return typeof sentAt === 'number' && now / 1000 - sentAt >= SLACK_WAITS;
}

export function listenToCommands(app: App, desk: Desk): void {
  const { ask, running, timeZones, perform, now, log, command: name } = desk;

  /** Answers in the acknowledgement, or through the response URL where that came too late or was not heard. Never in both. */
  async function reply(args: CommandArgs, message: SlackMessage): Promise<void> {
    const { ack, respond } = args;
    const late = isLate(args, now());
    const isHeard = await acknowledge(() => (late ? ack() : ack(ephemeral(message))), log);
    if (late || !isHeard) await whisperBy(respond, log)(message);
  }

  /** Acknowledges a question once it is written down: from then on it is answered, whatever happens. */
  async function take(args: CommandArgs, question: Question, whisper: Whisper): Promise<void> {
    const tellFailure = (error: unknown) => {
      log.error({ err: error, question: question.id }, 'a question could not be written down');
      return NOT_WRITTEN_DOWN;
    };
    const taken = ask(question, whisper).then(() => null, tellFailure);
    const message = await within(STORE_PATIENCE, taken, SLOW);
    if (message === null) await acknowledge(() => args.ack(), log);
    else await reply(args, message);
    const later = message === SLOW ? await taken : null;
    if (later) await whisper(later);
  }

  async function onFlows(args: CommandArgs): Promise<void> {
    const { command, ack, respond } = args;
    const { trigger_id: id, user_id: user, channel_id: channel } = command;
    if (running.isClosed) return reply(args, STOPPING);
    const whisper = whisperBy(respond, log);
    const read = (timeZone: string) => understand(command.text, { now: Math.floor(now() / 1000), timeZone });
    const zone = timeZones.known(user);
    const understood = read(zone ?? 'UTC');
    const isSaid = understood.kind === 'immediate';
    if (isSaid && (zone !== undefined || !dependsOnZone(understood.answer))) {
      return reply(args, ephemeralMessage(understood.answer, { timeZone: zone ?? 'UTC' }));
    }
    const asked = { id, text: command.text, askedBy: user, place: { channel, thread: null } };
    if (understood.kind === 'question') return take(args, { ...asked, via: 'command' }, whisper);
    const doing = (async () => {
      const timeZone = await timeZones.of(user);
      const again = read(timeZone);
      if (again.kind === 'immediate') return whisper(ephemeralMessage(again.answer, { timeZone }));
      if (again.kind === 'action') return perform(again.action, { ...asked, timeZone, whisper });
      await ask({ ...asked, via: 'command' }, whisper);
    })();
    // What is done is written down within that time; what takes longer has been.
    await within(STORE_PATIENCE, doing, null);
    await acknowledge(() => ack(), log);
    await doing;
  }

  app.command(/^/, async (args) => {
    if (args.command.command === name) return onFlows(args);
    const hint = `${code(args.command.command)} reaches flows, which answers only ${code(name)}. Try ${code(`${name} help`)}.`;
    return reply(args, noticeMessage(hint));
  });
}
