import { describe, expect, it } from 'vitest';
import { createSourceHealth } from '../../src/store/source-health.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const AT = 1_764_072_000_000;

describe.each(DATABASES)('the health of sources on %s', (_, settings) => {
  async function health() {
    return createSourceHealth((await openedStore(await settings())).db);
  }

  it('is what was heard of each last', async () => {
    const sources = await health();
    await sources.note([
      { source: 'payments', at: AT, ok: true, because: null },
      { source: 'core', at: AT, ok: true, because: null },
    ]);

    await sources.note([{ source: 'payments', at: AT + 1, ok: false, because: 'The log group is gone.' }]);

    expect(await sources.list()).toEqual([
      { source: 'core', at: AT, ok: true, because: null },
      { source: 'payments', at: AT + 1, ok: false, because: 'The log group is gone.' },
    ]);
  });

  it('is not changed by what is older, nor by nothing', async () => {
    const sources = await health();
    const newest = { source: 'core', at: AT, ok: true, because: null };
    await sources.note([newest]);

    await sources.note([{ source: 'core', at: AT - 1, ok: false, because: 'It was slow.' }]);
    await sources.note([]);

    expect(await sources.list()).toEqual([newest]);
  });
});
