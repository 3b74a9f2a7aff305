import { describe, expect, it } from 'vitest';
import { latestAnswerIn } from '../../src/store/latest-answer.ts';
import { createQuestions } from '../../src/store/questions.ts';
import { answered } from '../kit/answers.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

describe.each(DATABASES)('the last answer, on %s', (_, settings) => {
  async function asked() {
    const { db } = await openedStore(await settings());
    const questions = createQuestions(db);
    const ask = async (id: string, thread: string | null, answeredAt: number | null) => {
      const place = { channel: 'C0OPS', thread };
      const about = { askedBy: 'U0ALICE', text: 'top', via: 'command', timeZone: 'UTC', askedAt: 1 };
      await questions.enter({ id, ...place, ...about });
      await questions.tell(id, { rootTs: `root-${id}` });
      if (answeredAt !== null) await questions.tell(id, { answer: answered(), answeredAt });
    };
    await ask('a', null, 1000);
    await ask('b', 'thread', 2000);
    await ask('c', null, 3000);
    await ask('running', null, null);
    await questions.enter({
      ...{ id: 'd', channel: 'C0OPS', thread: null, askedBy: 'U0ALICE', text: 'top', via: 'command' },
      ...{ timeZone: 'UTC', askedAt: 1 },
    });
    const stopped = { kind: 'cancelled', question: 'top', because: 'Alice pressed Cancel.' } as const;
    await questions.tell('d', { answer: stopped, answeredAt: 4000 });
    return (channel: string, thread: string | null) => latestAnswerIn(db, { channel, thread });
  }

  it('is the newest in a channel, and none that was stopped or is still to come', async () => {
    const latest = await asked();

    expect(await latest('C0OPS', null)).toBe('c');
    expect(await latest('C0WEB', null)).toBeNull();
  });

  it('is that of a thread, also where the thread hangs under the question', async () => {
    const latest = await asked();

    expect(await latest('C0OPS', 'thread')).toBe('b');
    expect(await latest('C0OPS', 'root-a')).toBe('a');
    expect(await latest('C0OPS', 'another')).toBeNull();
  });
});
