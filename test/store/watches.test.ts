import { describe, expect, it } from 'vitest';
import { createWatches } from '../../src/store/watches.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const SEEN = {
  verdict: 'nacl-inbound',
  blocker: 'acl-1 inbound rule *',
  summary: 'it is blocked',
  asked: 0,
  failed: 0,
  changes: 0,
};

const WATCH = {
  id: 'W1',
  question: 'Q1',
  by: 'U0ASKER',
  channel: 'C0OPS',
  thread: '1.1',
  everySeconds: 300,
  nextAt: 300_000,
  until: 7_200_000,
  seen: SEEN,
};

describe.each(DATABASES)('watches, on %s', (_, settings) => {
  async function watches() {
    return createWatches((await openedStore(await settings())).db);
  }

  it('are kept as they were begun, and begun once', async () => {
    const kept = await watches();

    await kept.begin(WATCH);
    await kept.begin({ ...WATCH, by: 'U0OTHER' });

    expect(await kept.get('W1')).toEqual({ ...WATCH, noticeTs: null, isOn: true });
    expect(await kept.on()).toHaveLength(1);
  });

  it('are due when their time has come', async () => {
    const kept = await watches();
    await kept.begin(WATCH);

    expect(await kept.due(299_999)).toEqual([]);
    expect(await kept.due(300_000)).toMatchObject([{ id: 'W1' }]);
  });

  it('are due too where the clock was put back by an hour, which would put them off for as long', async () => {
    const kept = await watches();
    const ahead = 3_600_000;
    await kept.begin({ ...WATCH, nextAt: ahead + 300_000 });

    expect(await kept.due(10_000)).toMatchObject([{ id: 'W1' }]);
    expect(await kept.due(ahead)).toEqual([]);
  });

  it('are run by the one process that moves their time on', async () => {
    const kept = await watches();
    await kept.begin(WATCH);
    const [due] = await kept.due(300_000);
    if (!due) throw new Error('none is due');

    const claims = await Promise.all(Array.from({ length: 8 }, () => kept.claim(due, 600_000)));

    expect(claims.filter((isTheirs) => isTheirs)).toHaveLength(1);
    expect(await kept.get('W1')).toMatchObject({ nextAt: 600_000 });
  });

  it('remember what was seen last and where it was said that they are on', async () => {
    const kept = await watches();
    await kept.begin(WATCH);

    await kept.saw('W1', { ...SEEN, asked: 3, changes: 1 });
    await kept.noticed('W1', '1.2');

    expect(await kept.get('W1')).toMatchObject({ seen: { asked: 3, changes: 1 }, noticeTs: '1.2' });
  });

  it('are neither due nor run once they have ended', async () => {
    const kept = await watches();
    await kept.begin(WATCH);
    const [due] = await kept.due(300_000);
    if (!due) throw new Error('none is due');

    await kept.end('W1');

    expect(await kept.due(300_000)).toEqual([]);
    expect(await kept.claim(due, 600_000)).toBe(false);
    expect(await kept.get('W1')).toMatchObject({ isOn: false });
  });
});
