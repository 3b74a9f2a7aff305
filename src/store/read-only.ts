/** The store as a guest reads it: nothing is created, and no table is changed, whatever version of flows has written it. */
import { access } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { StoreError } from './error.ts';
import type { StoreSettings } from './store.ts';
import type { Tables } from './tables.ts';

async function openToRead({ url, path }: StoreSettings): Promise<Kysely<Tables>> {
  if (url !== null) return (await import('./postgres.ts')).openPostgres(url, () => undefined);
  try {
    await access(path);
  } catch (cause) {
    throw new StoreError({
      attempted: `read the store ${path}`,
      cause,
      todo: 'It is the file that the bot remembers in: name it in store.path of the configuration, or set DATABASE_URL.',
    });
  }
  const db = await (await import('./sqlite.ts')).openSqlite(path);
  await sql`pragma query_only = on`.execute(db);
  return db;
}

/** @throws StoreError */
export async function readStore<T>(
  settings: StoreSettings,
  read: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const db = await openToRead(settings);
  try {
    return await read(db);
  } catch (cause) {
    throw new StoreError({
      attempted: 'read what the store holds',
      cause,
      todo: 'Another version of flows may have written it, or the bot has never been started with it: see that both are of the same version.',
    });
  } finally {
    await db.destroy();
  }
}
