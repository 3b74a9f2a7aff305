import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createAfterAnswer } from '../../../src/slack/questions/after-answer.ts';
import type { Question } from '../../../src/slack/questions/question.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { createSourceHealth } from '../../../src/store/source-health.ts';
import { diagnosis } from '../../kit/answers.ts';
import { QUICK } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const QUESTION: Question = {
  ...{ id: 'Q1', text: 'reject 10.0.1.5', askedBy: 'U0ASKER', via: 'command' },
  place: { channel: 'C0ASKED', thread: null },
};

describe('what is written down of an answer', () => {
  it('is in the audit log before it is remembered as answered, whenever the process is killed', async () => {
    const { db } = await memoryStore();
    const [audit, questions] = [createAudit(db), createQuestions(db)];
    const { id, text, askedBy, via, place } = QUESTION;
    await questions.enter({ ...{ id, text, askedBy, via, ...place }, timeZone: 'UTC', askedAt: 1 });
    const killed = new Error('killed');
    const afterAnswer = createAfterAnswer({
      ...{ audit, health: createSourceHealth(db), now: () => 2, log: pino({ level: 'silent' }) },
      questions: { ...questions, tell: () => Promise.reject(killed) },
      metrics: { ended: () => undefined },
    });

    const answer = { kind: 'diagnosis', question: text, diagnosis: diagnosis() } as const;
    const answered = afterAnswer.answered(
      QUESTION,
      { kind: 'allowed', sources: [QUICK], budgets: undefined },
      answer,
    );

    await expect(answered).rejects.toBe(killed);
    const deeds = await audit.list({ start: 0, end: 3, most: 9 });
    expect(deeds).toMatchObject([{ key: 'question/Q1', outcome: 'done' }]);
    expect((await questions.get(id))?.answer).toBeNull();
  });
});
