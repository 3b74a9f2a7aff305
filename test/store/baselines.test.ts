import { describe, expect, it } from 'vitest';
import { createAcquaintances } from '../../src/store/acquaintances.ts';
import { createBaselines } from '../../src/store/baselines.ts';
import { createWatched } from '../../src/store/watched.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const DAY = { source: 'production', series: 'reject-spike|eni-1', day: 20_000, samples: '[[0,1]]' };
const SEEN = {
  source: 'production',
  kind: 'protocol',
  key: 'eni-1 47',
  first_seconds: 1000,
  last_seconds: 2000,
  days: 1,
};

describe.each(DATABASES)('what is remembered of earlier rounds, on %s', (_, settings) => {
  const opened = async () => (await openedStore(await settings())).db;

  it('are the samples of each series and day, the later ones in place of the earlier', async () => {
    const db = await opened();
    const baselines = createBaselines(db);
    const put = (days: readonly (typeof DAY)[]) => db.transaction().execute((on) => baselines.put(on, days));
    await put([DAY, { ...DAY, day: 20_001 }, { ...DAY, source: 'staging' }]);
    await put([{ ...DAY, samples: '[[0,1],[300,2]]' }]);

    expect(await baselines.load('production', 20_000)).toEqual([
      { ...DAY, samples: '[[0,1],[300,2]]' },
      { ...DAY, day: 20_001 },
    ]);
    expect(await baselines.load('production', 20_001)).toHaveLength(1);
  });

  it('are acquaintances, however many at once', async () => {
    const db = await opened();
    const acquaintances = createAcquaintances(db);
    const many = Array.from({ length: 2500 }, (_, index) => ({ ...SEEN, key: `eni-${index} 47` }));
    const put = (all: readonly (typeof SEEN)[]) =>
      db.transaction().execute((on) => acquaintances.put(on, all));
    await put(many);
    await put([{ ...SEEN, key: 'eni-7 47', last_seconds: 9000, days: 2 }]);

    const loaded = await acquaintances.load('production');
    expect(loaded).toHaveLength(2500);
    expect(loaded.find(({ key }) => key === 'eni-7 47')).toMatchObject({ last_seconds: 9000, days: 2 });
  });

  it('is how far a source was watched', async () => {
    const db = await opened();
    const watched = createWatched(db);

    expect(await watched.get('production')).toBeNull();
    await watched.put(db, 'production', { upTo: 300 }, 1);
    await watched.put(db, 'production', { upTo: 600 }, 2);

    expect(await watched.get('production')).toEqual({ upTo: 600 });
  });
});
