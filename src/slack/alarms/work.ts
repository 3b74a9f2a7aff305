/** Tells of an alarm of another tool in its channel, looks into it, and follows it until it is over. */
import type { Alarm } from '../../alarms/alarm.ts';
import { alarmQuestion } from '../../alarms/question.ts';
import type { AlarmSettings } from '../../alarms/settings.ts';
import { sourcesOf } from '../../alarms/sources-of.ts';
import { answer, understand } from '../../commands/answer.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import {
  type AlarmAnswer,
  alarmAgainMessage,
  alarmMessage,
  alarmOverMessage,
  alarmUnknownMessage,
  manyAlarmsMessage,
} from '../../present/alarm-message.ts';
import { createKept } from '../../store/kept.ts';
import { type PlaceProblems, problemAt } from '../access/place-problem.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms, wholeForms } from '../delivery/forms.ts';
import { Interrupted } from '../delivery/interrupted.ts';
import type { Steps, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { askingOf } from '../questions/asking.ts';
import { isNews } from './news.ts';
import { createToldAlarms, type Told } from './told.ts';

/** Everybody of the channel reads it, each in another time zone. */
const STYLE = { timeZone: 'UTC' };
/** Whose queries they are, for budgets and for turns. */
const ASKER = 'alarms';

const PROBLEMS: PlaceProblems = {
  external: {
    problem: 'People of another organisation read that channel, so no alarm is told there.',
    todo: 'Name a channel of your own in `alarms.channel`, or allow this one in `access.externalChannels`.',
  },
  archived: {
    problem: 'That channel is archived, so no alarm can be told there.',
    todo: 'Name another channel in `alarms.channel`.',
  },
  notInvited: {
    problem: 'I cannot write in that channel, so no alarm can be told there.',
    todo: 'Invite me there: /invite @flows',
  },
};

/** The kind of the work. */
export const ALARM = 'alarm';

export interface AlarmInput {
  readonly alarm: Alarm;
  readonly channel: string;
}

export function alarmWorker(desk: Desk, { perHour }: Pick<AlarmSettings, 'perHour'>): Worker<AlarmInput> {
  const { sources, budgets, running, now, log, form } = desk;
  const told = createToldAlarms(createKept(desk.store.db), now);

  async function lookInto(id: string, question: string, alarm: Alarm): Promise<Answer> {
    const at = Math.floor(now() / 1000);
    let found: Answer | null = null;
    const read = understand(question, { now: at, timeZone: 'UTC' });
    await running.track(`alarm/${id}`, async (run) => {
      found = await run.turn(async () => {
        const by = { now: at, asker: ASKER, sources: sourcesOf(alarm, sources), signal: run.signal, budgets };
        return answer(read, await askingOf(desk, read, by));
      });
    });
    if (!found) throw new Interrupted();
    return found;
  }

  /** Its message as it is by now: the alarm may have ended, or begun anew in another one, while it was told or looked into. */
  async function show(begun: Told, known: AlarmAnswer, steps: Steps): Promise<void> {
    const { by, alarm } = begun;
    const standing = await told.get(alarm);
    const now = standing?.by === by ? standing : begun;
    const overAt = now.overAt ?? (await told.overSince(alarm));
    if (standing?.by === by) await told.put({ ...now, known, overAt });
    if (known === begun.known && overAt === begun.overAt) return;
    await steps.replace(now.at, simpleForms(alarmMessage(now.alarm, known, overAt, STYLE)));
    // Whoever heard of its end meanwhile may have shown it before this did.
    await show({ ...now, known, overAt }, known, steps);
  }

  async function begin(id: string, { alarm, channel }: AlarmInput, steps: Steps): Promise<void> {
    const isSeen = sourcesOf(alarm, sources).length > 0;
    const question = isSeen ? alarmQuestion(alarm, Math.floor(now() / 1000)) : null;
    const known: AlarmAnswer = question === null ? null : { question, answer: null };
    const overAt = await told.overSince(alarm);
    const posted = await steps.post(
      'alarm',
      { channel, thread: null },
      simpleForms(alarmMessage(alarm, known, overAt, STYLE)),
    );
    if (!posted.ok) {
      log.warn({ failure: failureText(posted.failure), channel }, 'an alarm could not be told');
      return;
    }
    const at = posted.value;
    const heard = { by: id, at: overAt ?? alarm.at, state: overAt === null ? alarm.state : 'over' } as const;
    const begun: Told = { by: id, at, alarm, known, heard, overAt };
    await told.put(begun);
    if (question === null) return show(begun, known, steps);
    const found = await lookInto(id, question, alarm);
    await show(begun, { question, answer: found }, steps);
    const thread = { channel: at.channel, thread: at.ts };
    await steps.post('answer', thread, wholeForms(found, form, STYLE, null));
  }

  function replyTo(before: Told, alarm: Alarm) {
    if (alarm.state === 'over') return alarmOverMessage(alarm, before.alarm.at, STYLE);
    return alarm.state === 'unknown' ? alarmUnknownMessage(alarm, STYLE) : alarmAgainMessage(alarm, STYLE);
  }

  async function goOn(id: string, before: Told, alarm: Alarm, steps: Steps): Promise<void> {
    const overAt = alarm.state === 'over' ? alarm.at : null;
    const thread = { channel: before.at.channel, thread: before.at.ts };
    const grown = alarm.kind === 'guardduty' && overAt === null;
    const shown = grown ? alarm : before.alarm;
    const heard = { by: id, at: alarm.at, state: alarm.state };
    await told.put({ ...before, alarm: shown, heard, overAt });
    await steps.replace(before.at, simpleForms(alarmMessage(shown, before.known, overAt, STYLE)));
    // A finding of GuardDuty says of itself how often it was seen.
    if (grown) return;
    await steps.post('reply', thread, simpleForms(replyTo(before, alarm)));
  }

  async function tooMany(id: string, channel: string, steps: Steps): Promise<boolean> {
    const { hour, place } = await told.placeInHour(id);
    if (place <= perHour) return false;
    log.warn({ hour, place, perHour }, 'an alarm was not told: too many came within the hour');
    const untold = place - perHour;
    // Told when the first is left out, and at each power of two, so that the telling does not flood either.
    if ((untold & (untold - 1)) === 0)
      await steps.post('many', { channel, thread: null }, simpleForms(manyAlarmsMessage(untold, perHour)));
    return true;
  }

  return async (id, input, steps) => {
    const { alarm, channel } = input;
    if (alarm.state === 'over') await told.end(alarm);
    const before = await told.get(alarm);
    if (before && before.by !== id) {
      if (!isNews(before, alarm, id)) return;
      if (before.overAt === null || before.heard.by === id) return goOn(id, before, alarm, steps);
    }
    // That something is over which was never told helps nobody.
    if (alarm.state !== 'firing') return;
    const problem = await problemAt(desk, channel, PROBLEMS);
    if (problem) {
      log.error({ channel, because: problem.problem, todo: problem.todo }, 'an alarm could not be told');
      return;
    }
    if (await tooMany(id, channel, steps)) return;
    await begin(id, input, steps);
  };
}
