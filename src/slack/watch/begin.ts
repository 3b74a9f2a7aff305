/** Begins a watch: whether it may be one, its row, and the notice in the thread. */

import { endedAtAsking } from '../../commands/follow/moment.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { WatchCondition } from '../../diagnosis/watch-condition.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { escaped } from '../../present/mrkdwn.ts';
import { duration } from '../../present/time.ts';
import { watchOnMessage } from '../../present/watch-messages.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Watch, Watches } from '../../store/watches.ts';
import { questionFor } from '../access/seen.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { momentsOf, requestOf } from '../questions/remembered.ts';
import { whisperIn } from '../whispers.ts';
import { canTell } from './condition.ts';
import { watchName } from './name.ts';
import { firstSight } from './sight.ts';

/** Seconds: records of traffic are delivered minutes after it. */
const EVERY = 300;
const LASTS = 2 * 3600;
const CHANGE: WatchCondition = { kind: 'change' };
const MOST_OF_A_PERSON = 3;
const MOST = 20;

export interface WatchWanted {
  /** The id of the question. */
  readonly question: string;
  /** A Slack user id. */
  readonly by: string;
  /** Where it was pressed: where it will be told. */
  readonly channel: string;
  readonly thread: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As the button has them where they are not told. */
  readonly everySeconds?: number;
  readonly lastsSeconds?: number;
  readonly when?: WatchCondition;
}

const NO_VERDICT: Problem = {
  problem: 'That has no verdict that could change.',
  todo: 'Watch an answer that says what happens to some traffic, such as that to: reject.',
};
const NO_AMOUNT: Problem = {
  problem: 'That lists nothing of such an amount.',
  todo: 'Watch a list, such as that of: top by bytes.',
};
const PAST: Problem = {
  problem: 'That question is about a time in the past, of which no more records come.',
  todo: 'Ask about the time up to now, and watch that.',
};
const TOO_MANY: Problem = {
  problem: `${MOST} watches are on, and no more are looked after at once.`,
  todo: 'Ask somebody to stop one of theirs, or try again when one has ended.',
};
const THEIR_MOST: Problem = {
  problem: `You have ${MOST_OF_A_PERSON} watches on, which is as many as one person can have.`,
  todo: 'Stop one of them first: my Home tab lists them.',
};

function watchedAlready({ by }: Watch, self: string): Problem {
  const who = by === self ? 'you' : 'somebody else';
  return { problem: `That question is being watched for ${who} already.`, todo: 'Changes are told here.' };
}

function diagnosisOf({ answer }: RememberedQuestion, when: WatchCondition): Diagnosis | null {
  if (answer?.kind !== 'diagnosis') return null;
  return canTell(when, answer.diagnosis) ? answer.diagnosis : null;
}

export function watchWorker(desk: Desk, watches: Watches): Worker<WatchWanted> {
  async function begun(id: string, wanted: WatchWanted): Promise<Problem | null> {
    const { question: questionId, by, channel, thread, at } = wanted;
    const { everySeconds = EVERY, lastsSeconds = LASTS, when = CHANGE } = wanted;
    const viewer = { user: by, channel };
    const seen = await questionFor(desk, questionId, viewer, { key: id, action: 'question' });
    if (seen.kind === 'refused') return { problem: seen.because, todo: seen.todo };
    const { question } = seen;
    const diagnosis = diagnosisOf(question, when);
    const request = requestOf(question);
    if (!diagnosis || !request) return when.kind === 'over' ? NO_AMOUNT : NO_VERDICT;
    if (!endedAtAsking(request.window, momentsOf(question, at))) return PAST;

    const on = await watches.on();
    const same = on.find((one) => one.question === questionId);
    if (same) return watchedAlready(same, by);
    if (on.filter((one) => one.by === by).length >= MOST_OF_A_PERSON) return THEIR_MOST;
    if (on.length >= MOST) return TOO_MANY;
    await watches.begin({
      ...{ id, question: questionId, by, channel, thread },
      everySeconds,
      nextAt: at + everySeconds * 1000,
      until: at + lastsSeconds * 1000,
      seen: firstSight(diagnosis, when),
    });
    return null;
  }

  return async (id, wanted, steps) => {
    const { by, channel, thread, question: questionId } = wanted;
    const place = { channel, thread };
    // What was begun before a crash is not judged again: it would count itself.
    const problem = (await watches.get(id)) ? null : await begun(id, wanted);
    if (problem) {
      const words = `:lock: Not watched. ${escaped(problem.problem)} ${escaped(problem.todo)}`;
      await whisperIn(desk, place, by)(noticeMessage(words));
      return;
    }
    const question = await desk.questions.get(questionId);
    const { everySeconds = EVERY, lastsSeconds = LASTS, when = CHANGE } = wanted;
    const isMet = (await watches.get(id))?.seen.isMet;
    const watched = {
      ...{
        id,
        by,
        question: plainText(question?.text ?? ''),
        name: watchName(id),
        everySeconds,
        when,
        isMet,
      },
      until: Math.floor(wanted.at / 1000) + lastsSeconds,
    };
    const style = { timeZone: await desk.timeZones.of(by) };
    const posted = await steps.post('on', place, simpleForms(watchOnMessage(watched, style)));
    if (posted.ok) await watches.noticed(id, posted.value.ts);
    desk.log.info({ watch: id, by, lasts: duration(lastsSeconds) }, 'a watch has begun');
  };
}
