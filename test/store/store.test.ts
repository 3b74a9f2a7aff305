import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/store.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

const HANDLED = { key: 'Ev1', at: 1_764_000_000_123 };

/** What later versions have added. */
const LATER_TABLES = [
  'alert',
  'alert_entry',
  'alert_message',
  'alert_rule',
  'baseline',
  'acquaintance',
  'watched',
  'lease',
  'decision',
  'lane',
];

describe.each(DATABASES)('a store on %s', (_, settings) => {
  it('keeps what was written, as the same numbers, over a restart', async () => {
    const own = await settings();
    const before = await openStore(own);
    await before.db.insertInto('handled').values(HANDLED).execute();
    await before.close();

    const { db } = await openedStore(own);

    expect(await db.selectFrom('handled').selectAll().execute()).toEqual([HANDLED]);
  });

  it('brings a store of the first version up to date, and keeps what is in it', async () => {
    const own = await settings();
    const before = await openStore(own);
    await before.db.insertInto('handled').values(HANDLED).execute();
    for (const name of ['question_time', 'question_answered', 'judgement_time', 'delivery_time'])
      await before.db.schema.dropIndex(name).execute();
    for (const name of LATER_TABLES) await before.db.schema.dropTable(name).execute();
    await sql`delete from kysely_migration where name > '0001-beginning'`.execute(before.db);
    await before.close();

    const { db } = await openedStore(own);

    expect(await db.selectFrom('handled').selectAll().execute()).toEqual([HANDLED]);
    await expect(db.schema.dropIndex('question_time').execute()).resolves.toBeUndefined();
  });

  it('refuses a store of a newer version, and says so', async () => {
    const own = await settings();
    const store = await openStore(own);
    await store.db
      // Where the migrations are remembered.
      .insertInto('kysely_migration' as never)
      .values({ name: '9999-later', timestamp: '2030-01-01' } as never)
      .execute();
    await store.close();

    await expect(openStore(own)).rejects.toThrow(StoreError);
    await expect(openStore(own)).rejects.toThrow(/newer version/);
  });
});

describeOnPostgres('a store that processes share', (settings) => {
  it('can be opened by several at the same time while it is still empty', async () => {
    const own = await settings();

    const stores = await Promise.all([openedStore(own), openedStore(own)]);

    for (const { db } of stores) expect(await db.selectFrom('kept').selectAll().execute()).toEqual([]);
  });

  it('lives on where a connection is ended in the middle of a transaction', async () => {
    const own = await settings();
    const [{ db }, { db: other }] = [await openedStore(own), await openedStore(own)];

    const cut = db.transaction().execute(async (on) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(on);
      await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`.execute(other);
      await on.insertInto('handled').values(HANDLED).execute();
    });

    await expect(cut).rejects.toThrow();
    expect(await db.selectFrom('handled').selectAll().execute()).toEqual([]);
  });

  it('keeps no row from others for long where a process stops in the middle of a transaction', async () => {
    const { db } = await openedStore(await settings());

    const { rows } = await sql`show idle_in_transaction_session_timeout`.execute(db);

    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '15s' }]);
  });

  it('does not mistake another schema’s tables for its own', async () => {
    await openedStore(await settings());

    const { db } = await openedStore(await settings());

    expect(await db.selectFrom('kept').selectAll().execute()).toEqual([]);
  });
});

describe('a store that cannot be opened', () => {
  it('says which file, why, and what to do', async () => {
    await expect(openStore({ url: null, path: '/nowhere/at/all/flows.db' })).rejects.toThrow(
      /open the store \/nowhere\/at\/all\/flows\.db: .*store\.path/,
    );
  });

  it.each([
    ['postgres://flows:s3cret@127.0.0.1:1/flows', 'postgres://flows:…@127.0.0.1:1/flows'],
    ['postgres://flows:pass@s3cret@127.0.0.1:1/flows', 'postgres://flows:…@127.0.0.1:1/flows'],
    [
      'postgres://flows@corp:s3cret@127.0.0.1:1/flows?sslpassword=s3cret',
      'postgres://flows@corp:…@127.0.0.1:1/flows?sslpassword=…',
    ],
  ])('says which server, without its password: %#', async (url, shown) => {
    const opening = openStore({ url, path: '' });

    await expect(opening).rejects.toThrow(`open the store ${shown}: `);
    await expect(opening).rejects.not.toThrow(/s3cret/);
  });
});
