import { describe, expect, it } from 'vitest';
import { createAlertEntries, type StoredAlertEntry } from '../../src/store/alert-entries.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const ENTRY = { id: 'E1', alert: 'a', atMs: 2000, by: null, what: 'fired' };

describe.each(DATABASES)('the history of alerts, on %s', (_, settings) => {
  it('tells what happened in its order, each thing once', async () => {
    const { db } = await openedStore(await settings());
    const entries = createAlertEntries(db);
    const enter = (all: readonly Partial<StoredAlertEntry>[]) =>
      db.transaction().execute((on) =>
        entries.enter(
          on,
          all.map((one) => ({ ...ENTRY, ...one })),
        ),
      );

    await enter([ENTRY, { ...ENTRY, id: 'E2', by: 'U0ALICE', what: 'acknowledged', atMs: 3000 }]);
    await enter([
      { ...ENTRY, what: 'fired again' },
      { ...ENTRY, id: 'E0', atMs: 1000, what: 'pending' },
      { ...ENTRY, id: 'E9', alert: 'b' },
    ]);
    await enter([]);

    expect((await entries.of('a')).map(({ what, by }) => [what, by])).toEqual([
      ['pending', null],
      ['fired', null],
      ['acknowledged', 'U0ALICE'],
    ]);
  });
});
