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

  async function begin(id: string, { alarm, channel }: AlarmInput, steps: Steps): Promise<void> {
    const isSeen = sourcesOf(alarm, sources).length > 0;
    const question = isSeen ? alarmQuestion(alarm, Math.floor(now() / 1000)) : null;
    const asking: AlarmAnswer = question === null ? null : { question, answer: null };
    const posted = await steps.post(
      'alarm',
      { channel, thread: null },
      simpleForms(alarmMessage(alarm, asking, null, STYLE)),
    );
    if (!posted.ok) {
      log.warn({ failure: failureText(posted.failure), channel }, 'an alarm could not be told');
      return;
    }
    const at = posted.value;
    await told.put({ by: id, at, alarm, known: asking, isOver: false });
    if (question === null) return;
    const found = await lookInto(id, question, alarm);
    const known: AlarmAnswer = { question, answer: found };
    // It may have ended meanwhile.
    const isOver = (await told.get(alarm))?.isOver ?? false;
    await told.put({ by: id, at, alarm, known, isOver });
    await steps.replace(at, simpleForms(alarmMessage(alarm, known, isOver ? alarm.at : null, STYLE)));
    const thread = { channel: at.channel, thread: at.ts };
    await steps.post('answer', thread, wholeForms(found, form, STYLE, null));
  }

  async function goOn(before: Told, alarm: Alarm, steps: Steps): Promise<void> {
    const isOver = alarm.state === 'over';
    const thread = { channel: before.at.channel, thread: before.at.ts };
    const grown = alarm.kind === 'guardduty' && !isOver;
    await told.put({ ...before, alarm: grown ? alarm : before.alarm, isOver });
    const shown = grown ? alarm : before.alarm;
    await steps.replace(
      before.at,
      simpleForms(alarmMessage(shown, before.known, isOver ? alarm.at : null, STYLE)),
    );
    // A finding of GuardDuty says of itself how often it was seen.
    if (grown) return;
    const reply = isOver ? alarmOverMessage(alarm, before.alarm.at, STYLE) : alarmAgainMessage(alarm, STYLE);
    await steps.post('reply', thread, simpleForms(reply));
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
    const before = await told.get(alarm);
    if (before && before.by !== id && !before.isOver) return goOn(before, alarm, steps);
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
