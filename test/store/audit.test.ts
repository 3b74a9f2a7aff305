import { describe, expect, it } from 'vitest';
import { createAudit, type Deed } from '../../src/store/audit.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const NOON = 1_764_072_000_123;

function deed(key: string, changes: Partial<Deed> = {}): Deed {
  return {
    ...{ key, at: NOON, by: 'U0ALICE', channel: 'C0OPS', action: 'question', outcome: 'done' },
    ...{
      what: 'reject 10.0.1.5',
      sources: ['core', 'payments'],
      bytes: 9e12,
      verdict: 'sg-inbound',
      note: null,
    },
    ...changes,
  };
}

const ALL = { start: NOON - 1000, end: NOON + 1000, most: 10 };

describe.each(DATABASES)('the audit log on %s', (_, settings) => {
  async function audit() {
    return createAudit((await openedStore(await settings())).db);
  }

  it('gives back what was entered, as it was', async () => {
    const log = await audit();
    const one = deed('one');
    const nowhere = deed('two', {
      channel: null,
      bytes: null,
      verdict: null,
      sources: [],
      note: 'guests may not',
    });

    await log.enter(one);
    await log.enter(nowhere);

    expect(await log.list(ALL)).toEqual([nowhere, one]);
  });

  it('holds a deed once, as it was entered first', async () => {
    const log = await audit();

    await log.enter(deed('same'));
    await log.enter(deed('same', { outcome: 'failed' }));

    expect(await log.list(ALL)).toEqual([deed('same')]);
  });

  it('lists a stretch of time without its end, the newest first', async () => {
    const log = await audit();
    for (const [key, at] of [
      ['b', 20],
      ['a', 10],
      ['d', 30],
      ['c', 20],
    ] as const)
      await log.enter(deed(key, { at }));

    const listed = await log.list({ start: 10, end: 30, most: 10 });

    expect(listed.map(({ key }) => key)).toEqual(['c', 'b', 'a']);
  });

  it('lists what one person did, and no more than is wanted', async () => {
    const log = await audit();
    await log.enter(deed('alice'));
    await log.enter(deed('bob 1', { by: 'U0BOB' }));
    await log.enter(deed('bob 2', { by: 'U0BOB' }));

    const bobs = await log.list({ ...ALL, by: 'U0BOB' });
    const newest = await log.list({ ...ALL, by: 'U0BOB', most: 1 });

    expect(bobs.map(({ key }) => key)).toEqual(['bob 2', 'bob 1']);
    expect(newest.map(({ key }) => key)).toEqual(['bob 2']);
  });

  it('takes what people type for text', async () => {
    const log = await audit();
    const what = `'); drop table audit; -- " \\ \u{1f525} %_ \n`;

    await log.enter(deed('odd', { what, by: "U0'ODD" }));

    expect(await log.list({ ...ALL, by: "U0'ODD" })).toMatchObject([{ what }]);
  });
});
