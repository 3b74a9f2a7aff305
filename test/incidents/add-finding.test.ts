import { describe, expect, it } from 'vitest';
import type { Access, Gate } from '../../src/access/access.ts';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { addFinding } from '../../src/incidents/add-finding.ts';
import { createIncidents } from '../../src/store/incidents.ts';
import { createQuestions } from '../../src/store/questions.ts';
import { answered } from '../kit/answers.ts';
import { sourceNamed } from '../kit/slack-bot.ts';
import { memoryStore } from '../kit/stores.ts';

const AT = 1_795_442_520_000;
const FINDING = { incident: 1, question: 'Q1', by: 'U0BOB', at: AT, key: 'T9' };

const seeing = (...names: readonly string[]): Access => ({
  kind: 'allowed',
  sources: names.map(sourceNamed),
});

/** An incident of #ops, and a question that was put to the source `payments`. */
async function scene(access: Access, answer: Answer | null = answered()) {
  const { db } = await memoryStore();
  const [questions, incidents] = [createQuestions(db), createIncidents(db)];
  const visits: object[] = [];
  const gate: Gate = {
    admit: async (visitor) => {
      visits.push(visitor);
      return access;
    },
  };
  const asked = { askedBy: 'U0ALICE', channel: 'C0WEB', thread: null, via: 'command', timeZone: 'UTC' };
  await questions.enter({ id: 'Q1', text: 'reject 10.0.1.5', askedAt: AT, ...asked });
  await questions.tell('Q1', { sources: ['payments'], ...(answer ? { answer, answeredAt: AT } : {}) });
  const by = { id: 'U0ALICE', name: 'Alice' };
  const place = { channel: 'C0OPS', thread: null };
  await incidents.open({ key: 'T1', title: 'Checkout is down', severity: null, ...place, by, at: AT });
  const names = { of: async () => 'Bob' };
  return { parts: { gate, questions, incidents, names }, incidents, visits };
}

describe('adding an answer to an incident', () => {
  it('keeps its verdict, how sure it is, and who added it', async () => {
    const { parts } = await scene(seeing('payments'));

    const added = await addFinding(parts, FINDING);

    const deed = { kind: 'finding', question: 'Q1', verdict: 'nacl-return-outbound', confidence: 0.95 };
    const entry = { incident: 1, at: AT, by: { id: 'U0BOB', name: 'Bob' }, deed };
    expect(added).toMatchObject({ kind: 'added', isNew: true, entry });
  });

  it('is done once under one key, and an answer is there once', async () => {
    const { parts, incidents } = await scene(seeing('payments'));
    await addFinding(parts, FINDING);

    expect(await addFinding(parts, FINDING)).toMatchObject({ kind: 'added', isNew: false });
    expect(await addFinding(parts, { ...FINDING, key: 'T10' })).toMatchObject({
      because: 'INC-1 has that finding already.',
    });
    expect(await incidents.entries(1)).toHaveLength(2);
  });

  it('asks whether the person may see its sources where the incident is read, not where it was asked', async () => {
    const { parts, incidents, visits } = await scene(seeing('core'));

    const refused = await addFinding(parts, FINDING);

    expect(visits).toEqual([{ user: 'U0BOB', channel: 'C0OPS' }]);
    expect(refused).toMatchObject({ kind: 'refused', because: expect.stringContaining('may not be shown') });
    expect(JSON.stringify(refused)).not.toMatch(/payments|10\.0\.|nacl/);
    expect(await incidents.entries(1)).toHaveLength(1);
  });

  it('is refused with the reason to who may ask nothing there', async () => {
    const { parts } = await scene({ kind: 'refused', because: 'Guests may not ask.', todo: 'Ask Alice.' });

    expect(await addFinding(parts, FINDING)).toEqual({
      kind: 'refused',
      because: 'Guests may not ask.',
      todo: 'Ask Alice.',
    });
  });

  it.each([
    ['a question without an answer', null],
    [
      'a question that was stopped',
      { kind: 'cancelled', question: 'top', because: 'Bob pressed Cancel.' } as const,
    ],
  ])('takes no %s', async (_, answer) => {
    const { parts } = await scene(seeing('payments'), answer);

    expect(await addFinding(parts, FINDING)).toMatchObject({ because: expect.stringContaining('no answer') });
  });

  it('takes none into an incident that is not there', async () => {
    const { parts } = await scene(seeing('payments'));

    expect(await addFinding(parts, { ...FINDING, incident: 9 })).toMatchObject({
      because: 'There is no incident INC-9.',
    });
  });
});
