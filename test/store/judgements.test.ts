import { describe, expect, it } from 'vitest';
import { createJudgements } from '../../src/store/judgements.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const AT = Date.parse('2026-11-23T14:10:00Z');
const RIGHT = {
  question: 'Q1',
  by: 'U0ONE',
  isRight: true,
  verdict: 'sg-inbound',
  confidence: 0.95,
  at: AT,
};

describe.each(DATABASES)('judgements on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    return { judgements: createJudgements(db), rows: () => db.selectFrom('judgement').selectAll().execute() };
  }

  it('keep one person’s last word about an answer', async () => {
    const { judgements, rows } = await opened();
    await judgements.enter(RIGHT);
    await judgements.enter({ ...RIGHT, isRight: false, at: AT + 1 });

    expect(await rows()).toEqual([
      {
        question: 'Q1',
        by: 'U0ONE',
        is_right: 0,
        verdict: 'sg-inbound',
        confidence: 0.95,
        at: AT + 1,
        instead: null,
      },
    ]);
  });

  it('keep what it was instead, for as long as that person finds it wrong', async () => {
    const { judgements, rows } = await opened();
    await judgements.enter({ ...RIGHT, isRight: false });
    await judgements.explain('Q1', 'U0ONE', 'the route table');
    expect(await rows()).toMatchObject([{ instead: 'the route table' }]);

    await judgements.enter(RIGHT);

    expect(await rows()).toMatchObject([{ is_right: 1, instead: null }]);
  });

  it('take no explanation from who has not judged it wrong', async () => {
    const { judgements, rows } = await opened();
    await judgements.enter(RIGHT);

    await judgements.explain('Q1', 'U0ONE', 'something');
    await judgements.explain('Q1', 'U0OTHER', 'something');

    expect(await rows()).toMatchObject([{ instead: null }]);
  });

  it('tell how often answers were right since a moment', async () => {
    const { judgements } = await opened();
    await judgements.enter(RIGHT);
    await judgements.enter({ ...RIGHT, question: 'Q2', isRight: false });
    await judgements.enter({ ...RIGHT, question: 'Q3', at: AT - 1 });

    expect((await judgements.precision(AT)).total).toEqual({ right: 1, judged: 2 });
  });
});
