import { describe, expect, it } from 'vitest';
import { type Access, type Allowed, type Gate, openGate } from '../../../src/access/access.ts';
import { questionFor, refusalMessage, theirs } from '../../../src/slack/access/seen.ts';
import { createAuditLog } from '../../../src/slack/audit/log.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { sourceNamed } from '../../kit/access.ts';
import { memoryStore } from '../../kit/stores.ts';

const AT = 1_764_000_000_000;
const OPEN: Access = { kind: 'allowed', sources: [sourceNamed('open')] };
const BOTH: Allowed = { kind: 'allowed', sources: [sourceNamed('open'), sourceNamed('secret')] };
const EVERYTHING = openGate(BOTH.sources);
const REFUSED: Access = { kind: 'refused', because: 'You are a guest.', todo: 'Ask somebody who is not.' };
const VIEWER = { user: 'U0ASKER', channel: 'C0OPS' };
const ATTEMPT = { key: 'trigger-1', action: 'records' } as const;

/** A desk that remembers one question to `secret`, with the gate of a test. */
async function deskWith(access: Access, gate: Gate = { admit: async () => access }) {
  const store = await memoryStore();
  const { db } = store;
  const desk = { gate, questions: createQuestions(db), audit: createAuditLog(store), now: () => AT };
  await desk.questions.enter({
    id: 'q1',
    askedBy: 'U0INSIDER',
    channel: 'C0PAY',
    thread: null,
    text: 'top in secret xoxb-1-2-abc',
    via: 'command',
    timeZone: 'UTC',
    askedAt: AT,
  });
  await desk.questions.tell('q1', { sources: ['secret'] });
  return { desk, deeds: () => desk.audit.list({ start: 0, end: AT + 1, most: 10 }) };
}

describe('a stored question', () => {
  it('is seen by whoever may ask all sources that it was put to', async () => {
    const { desk, deeds } = await deskWith(BOTH, EVERYTHING);

    const seen = await questionFor(desk, 'q1', VIEWER, ATTEMPT);

    expect(seen).toMatchObject({ kind: 'seen', question: { id: 'q1' }, access: BOTH });
    expect(await deeds()).toEqual([]);
  });

  it('is refused to whoever may not, without a word of it', async () => {
    const { desk } = await deskWith(OPEN);

    const seen = await questionFor(desk, 'q1', VIEWER, ATTEMPT);

    expect(seen.kind).toBe('refused');
    if (seen.kind === 'refused') expect(JSON.stringify(refusalMessage(seen))).not.toMatch(/secret|top/);
  });

  it('is refused with the reason of the gate to whoever may ask nothing', async () => {
    const { desk } = await deskWith(REFUSED);

    expect(await questionFor(desk, 'q1', VIEWER, ATTEMPT)).toBe(REFUSED);
  });

  it('that nobody remembers is refused', async () => {
    const { desk } = await deskWith(BOTH);

    expect(await questionFor(desk, 'q2', VIEWER, ATTEMPT)).toMatchObject({ kind: 'refused' });
  });

  it('that was refused is in the audit log once, with who, where and why, and without secrets', async () => {
    const { desk, deeds } = await deskWith(OPEN);

    await questionFor(desk, 'q1', VIEWER, ATTEMPT);
    await questionFor(desk, 'q1', VIEWER, ATTEMPT);

    expect(await deeds()).toEqual([
      {
        ...ATTEMPT,
        at: AT,
        by: 'U0ASKER',
        channel: 'C0OPS',
        outcome: 'refused',
        what: 'top in secret xoxb-…',
        sources: ['secret'],
        bytes: null,
        verdict: null,
        note: expect.stringContaining('sources that you may not ask'),
      },
    ]);
  });
});

describe('of several stored questions', () => {
  it('those are shown that came from sources that the person may ask', async () => {
    const { desk } = await deskWith(BOTH);
    const question = await desk.questions.get('q1');
    if (!question) throw new TypeError('it is not remembered');
    const open = { ...question, id: 'q2', sources: ['open'] };

    expect(theirs(OPEN, [question, open])).toEqual([open]);
    expect(theirs(BOTH, [question, open])).toEqual([question, open]);
    expect(theirs(REFUSED, [question, open])).toEqual([]);
  });
});
