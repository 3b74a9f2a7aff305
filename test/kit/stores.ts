/** Both databases for tests, each time empty: SQLite in a file, and a real Postgres where FLOWS_TEST_DATABASE_URL names one. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, onTestFinished } from 'vitest';
import { openStore, type Store, type StoreSettings } from '../../src/store/store.ts';
import { administrate } from './administrate.ts';
import { notTested } from './not-tested.ts';

const POSTGRES = process.env['FLOWS_TEST_DATABASE_URL'];

if (POSTGRES === undefined) {
  notTested(
    'the store on Postgres',
    'FLOWS_TEST_DATABASE_URL names none (postgres://user:password@host/database)',
  );
}

/** A file in a directory that is removed when the test ends. */
export async function sqliteSettings(): Promise<StoreSettings> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { url: null, path: join(folder, 'flows.db') };
}

function uniqueName(): string {
  return `t${randomUUID().replaceAll('-', '')}`;
}

/** Of this file's tests: what others drop meanwhile would disturb migrations, which look at all schemas of a database. */
let own: Promise<string> | undefined;

async function createDatabase(url: string): Promise<string> {
  const database = uniqueName();
  await administrate(url, `create database ${database}`);
  return database;
}

afterAll(async () => {
  if (POSTGRES !== undefined && own) await administrate(POSTGRES, `drop database ${await own} with (force)`);
});

/** A schema of its own, which is dropped when the test ends. */
async function postgresSettings(server: string): Promise<StoreSettings> {
  own ??= createDatabase(server);
  const url = new URL(server);
  url.pathname = `/${await own}`;
  const schema = uniqueName();
  const database = url.toString();
  await administrate(database, `create schema ${schema}`);
  onTestFinished(() => administrate(database, `drop schema ${schema} cascade`));
  url.searchParams.set('options', `-c search_path=${schema}`);
  return { url: url.toString(), path: ':memory:' };
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

/** What several processes share; skipped where there is no Postgres, which is said above. */
export function describeOnPostgres(
  what: string,
  tests: (settings: () => Promise<StoreSettings>) => void,
): void {
  describe.skipIf(POSTGRES === undefined)(`${what}, on Postgres`, () =>
    tests(() => postgresSettings(POSTGRES ?? '')),
  );
}

/** For tests of what only uses a store. */
export async function memoryStore(): Promise<Store> {
  return openedStore({ url: null, path: ':memory:' });
}
