/** Questions that were asked and answered before a test begins, and what a test's people may see of them. */
import type { Gate } from '../../src/access/access.ts';
import type { Answer } from '../../src/diagnosis/answer.ts';
import type { Source } from '../../src/investigation/source.ts';
import type { Request } from '../../src/query/request.ts';
import { createQuestions, type RememberedQuestion } from '../../src/store/questions.ts';
import type { Store } from '../../src/store/store.ts';
import { answered, DROPPED_BY_RULE, diagnosis, END } from './answers.ts';

export const ASKED: Pick<
  RememberedQuestion,
  'id' | 'askedBy' | 'channel' | 'thread' | 'text' | 'via' | 'timeZone' | 'askedAt'
> = {
  id: 'Q1',
  askedBy: 'U0ASKER',
  channel: 'C0OPS',
  thread: null,
  text: 'reject 10.0.1.5',
  via: 'command',
  timeZone: 'UTC',
  askedAt: END * 1000,
};

const REQUEST: Request = {
  text: 'reject 10.0.1.5',
  verb: 'reject',
  subjects: [{ kind: 'address', family: 4, text: '10.0.1.5' }],
  window: { start: END - 3600, end: END },
};

/** Its message; the thread is under it. */
const ROOT_TS = '1700000000.000100';

export const ANSWER = answered(diagnosis([DROPPED_BY_RULE]), 'reject 10.0.1.5');

/** Of the source `records`, where nothing else is told. */
export async function remember(
  { db }: Store,
  question: Partial<typeof ASKED> = {},
  answer: Answer = ANSWER,
  sources: readonly string[] = ['records'],
): Promise<string> {
  const asked = { ...ASKED, ...question };
  const questions = createQuestions(db);
  await questions.enter(asked);
  const answeredAt = asked.askedAt + 3000;
  await questions.tell(asked.id, { rootTs: ROOT_TS, request: REQUEST, sources, answer, answeredAt });
  return asked.id;
}

/** Lets everybody ask everything but in these places, where nothing may be asked. */
export function closedIn(sources: readonly Source[], ...places: readonly string[]): Gate {
  return {
    admit: async ({ user, channel }) =>
      places.includes(channel) || places.includes(user)
        ? { kind: 'refused', because: 'Flow logs may not be asked here.', todo: 'Ask in #ops.' }
        : { kind: 'allowed', sources },
  };
}
