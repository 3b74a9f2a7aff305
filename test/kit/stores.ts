/** Both databases for tests, each time empty: SQLite in a file, and a real Postgres where FLOWS_TEST_DATABASE_URL names one. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { openStore, type Store, type StoreSettings } from '../../src/store/store.ts';

const POSTGRES = process.env['FLOWS_TEST_DATABASE_URL'];

if (POSTGRES === undefined) {
  process.stderr.write(
    '\n*** NOT TESTED: the store on Postgres, because FLOWS_TEST_DATABASE_URL names none (postgres://user:password@host/database). ***\n\n',
  );
}

/** A file in a directory that is removed when the test ends. */
export async function sqliteSettings(): Promise<StoreSettings> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { url: null, path: join(folder, 'flows.db') };
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A schema of its own, which is dropped when the test ends. */
async function postgresSettings(url: string): Promise<StoreSettings> {
  const schema = `t${randomUUID().replaceAll('-', '')}`;
  await administrate(url, `create schema ${schema}`);
  onTestFinished(() => administrate(url, `drop schema ${schema} cascade`));
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return { url: own.toString(), path: ':memory:' };
}

/** Opened, and closed before its data is removed. */
export async function openedStore(settings: StoreSettings): Promise<Store> {
  const store = await openStore(settings);
  onTestFinished(() => store.close());
  return store;
}

/** The databases that there are here: `describe.each(DATABASES)('…, on %s', (_, settings) => …)`. */
export const DATABASES: readonly (readonly [name: string, settings: () => Promise<StoreSettings>])[] = [
  ['SQLite', sqliteSettings],
  ...(POSTGRES === undefined ? [] : [['Postgres', () => postgresSettings(POSTGRES)] as const]),
];

/** For tests of what only uses a store. */
export async function memoryStore(): Promise<Store> {
  return openedStore({ url: null, path: ':memory:' });
}
