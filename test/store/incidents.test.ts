import { describe, expect, it } from 'vitest';
import { createIncidents, type Opening } from '../../src/store/incidents.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const ALICE = { id: 'U0ALICE', name: 'Alice' };
const BOB = { id: 'U0BOB', name: 'Bob' };
/** 2026-11-23T14:02:00Z, milliseconds since the epoch. */
const AT = 1_795_442_520_000;

const OPENING: Opening = {
  key: 'T1',
  title: 'Checkout cannot reach the database',
  severity: 'sev2',
  channel: 'C0OPS',
  thread: null,
  by: ALICE,
  at: AT,
};

describe.each(DATABASES)('incidents on %s', (_, settings) => {
  async function opened() {
    const incidents = createIncidents((await openedStore(await settings())).db);
    const { number } = await incidents.open(OPENING);
    const note = (key: string, text: string, at = AT) =>
      incidents.enter({ key, incident: number, by: BOB, at, deed: { kind: 'note', text } });
    return { incidents, number, note };
  }

  it('are numbered, and begin with who opened them', async () => {
    const { incidents, number } = await opened();

    expect(await incidents.get(number)).toEqual({
      number: 1,
      title: OPENING.title,
      severity: 'sev2',
      channel: 'C0OPS',
      thread: null,
      cardTs: null,
      openedBy: 'U0ALICE',
      openedAt: AT,
      closedAt: null,
    });
    const deed = { kind: 'opened', title: OPENING.title, severity: 'sev2' };
    expect(await incidents.entries(number)).toEqual([{ key: 'T1', incident: 1, at: AT, by: ALICE, deed }]);
  });

  it('are opened once under one key', async () => {
    const { incidents, number } = await opened();

    expect(await incidents.open({ ...OPENING, at: AT + 5000 })).toMatchObject({ number, openedAt: AT });
    expect(await incidents.entries(number)).toHaveLength(1);
    expect(await incidents.list({ isClosedToo: true, most: 10 })).toHaveLength(1);
  });

  it('have different numbers, also when they are opened at the same time', async () => {
    const { incidents } = await opened();

    const others = await Promise.all(
      Array.from({ length: 8 }, (_, index) => incidents.open({ ...OPENING, key: `T1${index}` })),
    );

    expect(new Set(others.map(({ number }) => number)).size).toBe(8);
  });

  it('keep what happened in the order of time, and of its coming where the time is the same', async () => {
    const { incidents, number, note } = await opened();
    await note('a', 'third', AT + 2000);
    await note('b', 'first', AT + 1000);
    await note('c', 'second', AT + 1000);

    const texts = (await incidents.entries(number)).map(({ deed }) => deed.kind === 'note' && deed.text);

    expect(texts).toEqual([false, 'first', 'second', 'third']);
  });

  it('enter what is done twice under one key once, as it was the first time', async () => {
    const { incidents, number, note } = await opened();

    const both = await Promise.all([note('same', 'the deploy was at 14:00'), note('same', 'another text')]);

    expect(both.map((entered) => entered.kind === 'entered' && entered.isNew).sort()).toEqual([false, true]);
    expect(await incidents.entries(number)).toHaveLength(2);
    expect(await incidents.entryOf('same')).toMatchObject({ incident: number, by: BOB });
    expect(await incidents.entryOf('never')).toBeNull();
  });

  it('number actions one after another, also those that come at the same time, and know which are done', async () => {
    const { incidents, number } = await opened();
    const enter = (key: string, deed: Parameters<typeof incidents.enter>[0]['deed']) =>
      incidents.enter({ key, incident: number, by: BOB, at: AT, deed });

    await Promise.all(
      ['a', 'b', 'c', 'd'].map((key) => enter(key, { kind: 'action', text: `do ${key}`, who: ALICE })),
    );
    const done = await enter('e', { kind: 'done', item: 2 });

    const items = (await incidents.entries(number)).flatMap(({ deed }) =>
      deed.kind === 'action' ? [deed.item] : [],
    );
    expect([...items].sort()).toEqual([1, 2, 3, 4]);
    expect(done).toMatchObject({
      entry: { deed: { kind: 'done', item: 2, text: expect.stringMatching(/^do /) } },
    });
    expect(await enter('f', { kind: 'done', item: 2 })).toMatchObject({ because: 'done-already' });
    expect(await enter('g', { kind: 'done', item: 9 })).toMatchObject({ because: 'no-action' });
  });

  it('have each answer as a finding once', async () => {
    const { incidents, number } = await opened();
    const add = (key: string) =>
      incidents.enter({
        key,
        incident: number,
        by: BOB,
        at: AT,
        deed: {
          kind: 'finding',
          question: 'Q1',
          verdict: 'healthy',
          confidence: 0.9,
          summary: 'fine',
          askedBy: ALICE,
        },
      });

    const both = await Promise.all([add('a'), add('b')]);

    expect(both.map(({ kind }) => kind).sort()).toEqual(['entered', 'not-entered']);
    expect(both.find(({ kind }) => kind === 'not-entered')).toMatchObject({ because: 'there-already' });
  });

  it('are closed and opened again, and have another severity, as the last deed says', async () => {
    const { incidents, number } = await opened();
    const enter = (key: string, deed: Parameters<typeof incidents.enter>[0]['deed'], at: number) =>
      incidents.enter({ key, incident: number, by: BOB, at, deed });

    await enter('a', { kind: 'severity', severity: 'sev1' }, AT + 1);
    await enter('b', { kind: 'closed', because: 'the network ACL' }, AT + 2);
    expect(await incidents.get(number)).toMatchObject({ severity: 'sev1', closedAt: AT + 2 });
    expect(await incidents.list({ isClosedToo: false, most: 10 })).toEqual([]);
    expect(await enter('c', { kind: 'closed', because: null }, AT + 3)).toMatchObject({
      because: 'closed-already',
    });

    await enter('d', { kind: 'reopened' }, AT + 4);
    expect(await incidents.get(number)).toMatchObject({ closedAt: null });
    expect(await enter('e', { kind: 'reopened' }, AT + 5)).toMatchObject({ because: 'open-already' });
  });

  it('remember the message that shows how they stand, and are found by their channel', async () => {
    const { incidents, number } = await opened();
    await incidents.open({ ...OPENING, key: 'T2', channel: 'C0WEB' });
    await incidents.open({ ...OPENING, key: 'T3', thread: '1700000000.000001' });

    await incidents.setCard(number, '1700000000.000009');

    expect(await incidents.inChannel('C0OPS')).toMatchObject([
      { thread: '1700000000.000001' },
      { number, cardTs: '1700000000.000009' },
    ]);
  });

  it('that are not there take nothing', async () => {
    const { incidents } = await opened();
    const entering = { key: 'a', incident: 99, by: BOB, at: AT, deed: { kind: 'reopened' } } as const;

    expect(await incidents.enter(entering)).toEqual({ kind: 'not-entered', because: 'no-incident' });
    expect(await incidents.get(99)).toBeNull();
  });
});
