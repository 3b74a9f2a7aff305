/** Whether what is remembered can be read and written, and is of this version. Nothing is created and nothing is migrated. */
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Config } from '../../config.ts';
import { StoreError } from '../../store/error.ts';
import { MIGRATION_NAMES } from '../../store/migrate.ts';
import { readStore } from '../../store/read-only.ts';
import type { Tables } from '../../store/tables.ts';
import { type Check, fine, problem, warning } from './check.ts';
import { grantsCheck } from './store-grants.ts';
import { storeRights } from './store-rights.ts';

const ABOUT = 'store';

async function isThere(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Before the first start there is no file, and one can be made where the folder can be written to. */
async function withoutFile(path: string): Promise<Check> {
  const folder = dirname(path);
  if (await isThere(folder, constants.W_OK))
    return fine(ABOUT, `${path} is made at the first start, in a folder that can be written to.`);
  return problem(
    ABOUT,
    `${path} cannot be made: its folder is not there, or cannot be written to.`,
    `mkdir -p ${folder}, or set FLOWS_STORE to a file that can be written to`,
  );
}

function versionCheck(where: string, done: readonly string[]): Check {
  const unknown = done.find((name) => !MIGRATION_NAMES.includes(name));
  if (unknown !== undefined)
    return problem(
      ABOUT,
      `${where} was written by a newer version of flows (${unknown}).`,
      'Run that version, or name another store.',
    );
  const missing = MIGRATION_NAMES.filter((name) => !done.includes(name));
  if (missing.length === 0) return fine(ABOUT, `${where} can be read, and is up to date.`);
  return warning(
    ABOUT,
    `${where} is of an older version of flows (${missing.join(', ')} to come).`,
    'npm start brings it up to date; make a copy before.',
  );
}

/** Null where it has no tables yet. */
async function migrationsOf(db: Kysely<Tables>): Promise<readonly string[] | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return null;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** @throws what is not the store's fault */
export async function storeCheck({ url, path }: Pick<Config['store'], 'url' | 'path'>): Promise<Check> {
  if (url === null && !(await isThere(path))) return withoutFile(path);
  if (url === null && !(await isThere(path, constants.W_OK)))
    return problem(ABOUT, `${path} cannot be written to.`, `chmod u+w ${path}`);
  const where = url === null ? path : 'The Postgres of DATABASE_URL';
  try {
    return await readStore({ url, path }, async (db) => {
      const closed = url === null ? null : grantsCheck(await storeRights(db));
      if (closed) return closed;
      const done = await migrationsOf(db);
      // A database that was made for it is empty before the first start.
      return done === null
        ? fine(ABOUT, `${where} is empty: its tables are made at the first start.`)
        : versionCheck(where, done);
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : String(error.cause);
    const todo =
      url === null ? error.todo : 'See that DATABASE_URL has the right host, user, password and database.';
    return problem(ABOUT, `${where} cannot be read: ${reason}.`, todo);
  }
}
