import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { type AskedQuestion, createQuestions } from '../../src/store/questions.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const AT = 1_764_072_000_123;
const ANSWER: Answer = { kind: 'cancelled', question: 'top “é”', because: 'somebody pressed Cancel.' };

function asked(id: string, changes: Partial<AskedQuestion> = {}): AskedQuestion {
  return {
    ...{ id, askedBy: 'U0ALICE', channel: 'C0OPS', thread: null, text: 'top', via: 'command' },
    ...{ timeZone: 'Europe/Berlin', askedAt: AT },
    ...changes,
  };
}

const UNTOLD = {
  ...{ rootTs: null, request: null, asOf: null, stopped: null },
  ...{ answer: null, verdict: null, sources: [], answeredAt: null },
};

describe.each(DATABASES)('the questions on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    return { db, questions: createQuestions(db) };
  }

  it('are entered once', async () => {
    const { questions } = await opened();

    const first = await questions.enter(asked('one'));
    const again = await questions.enter(asked('one', { text: 'something else' }));

    expect([first, again]).toEqual([true, false]);
    expect(await questions.get('one')).toEqual({ ...asked('one'), ...UNTOLD });
    expect(await questions.get('other')).toBeNull();
  });

  it('are entered by one only where many deliver the same at once', async () => {
    const { questions } = await opened();

    const entered = await Promise.all(Array.from({ length: 8 }, () => questions.enter(asked('one'))));

    expect(entered.filter((isNew) => isNew)).toHaveLength(1);
  });

  it('are told what becomes of them, piece by piece', async () => {
    const { questions } = await opened();
    await questions.enter(asked('one'));
    const request = { verb: 'top', subjects: [] };

    await questions.tell('one', { rootTs: '1.1' });
    await questions.tell('one', { request, asOf: Math.floor(AT / 1000) });
    await questions.stop('one', 'somebody pressed Cancel.');
    await questions.tell('one', { answer: ANSWER, sources: ['core'], answeredAt: AT + 5 });

    expect(await questions.get('one')).toEqual({
      ...asked('one'),
      ...{ rootTs: '1.1', request, asOf: Math.floor(AT / 1000), stopped: 'somebody pressed Cancel.' },
      ...{ answer: ANSWER, verdict: 'cancelled', sources: ['core'] },
      answeredAt: AT + 5,
    });
  });

  it('are found by their thread: the newest that was understood, under whichever message', async () => {
    const { questions } = await opened();
    for (const question of [
      asked('root', { askedAt: AT }),
      asked('reply', { thread: '1.1', askedAt: AT + 1 }),
      asked('not understood', { thread: '1.1', askedAt: AT + 2 }),
      asked('elsewhere', { thread: '1.1', channel: 'C0OTHER', askedAt: AT + 3 }),
    ]) {
      await questions.enter(question);
      if (question.id !== 'not understood') await questions.tell(question.id, { request: {} });
    }
    await questions.tell('root', { rootTs: '1.1' });

    expect(await questions.latestIn('C0OPS', '1.1')).toMatchObject({ id: 'reply' });
    await questions.tell('reply', { rootTs: '2.2' });
    expect(await questions.latestIn('C0OPS', '2.2')).toMatchObject({ id: 'reply' });
    expect(await questions.latestIn('C0OPS', '3.3')).toBeNull();
  });

  it('are found by the message that carries them, and by those that answer them', async () => {
    const { db, questions } = await opened();
    await questions.enter(asked('a/b'));
    await questions.tell('a/b', { rootTs: '1.1' });
    const delivery = { channel: 'C0OPS', thread: '1.1', content: '{}', state: 'sent' } as const;
    await db
      .insertInto('delivery')
      .values({ key: 'a/b/detail', ...delivery, sending_at: AT, ts: '1.2', failure: null, created_at: AT })
      .execute();

    expect(await questions.ofMessage('C0OPS', '1.1')).toMatchObject({ id: 'a/b' });
    expect(await questions.ofMessage('C0OPS', '1.2')).toMatchObject({ id: 'a/b' });
    expect(await questions.ofMessage('C0OTHER', '1.2')).toBeNull();
    expect(await questions.ofMessage('C0OPS', '9.9')).toBeNull();
  });

  it('are listed for who asked them, the newest first', async () => {
    const { questions } = await opened();
    await questions.enter(asked('old', { askedAt: AT }));
    await questions.enter(asked('new', { askedAt: AT + 1 }));
    await questions.enter(asked('newest', { askedAt: AT + 2 }));
    await questions.enter(asked('bob’s', { askedBy: 'U0BOB' }));

    const latest = await questions.of('U0ALICE', 2);

    expect(latest.map(({ id }) => id)).toEqual(['newest', 'new']);
    expect(await questions.of('U0CAROL', 2)).toEqual([]);
  });
});
