/** SQLite in a file, or in memory for as long as the process lives. */
import { Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { StoreError } from './error.ts';
import type { Tables } from './tables.ts';

/** Milliseconds for which it is waited for another process that writes. */
const BUSY = 5000;

/** @param path of the file, or `:memory:`. @throws StoreError */
export async function openSqlite(path: string): Promise<Kysely<Tables>> {
  try {
    const database = new Database(path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    // What was committed is on the disk, also when the machine loses its power.
    for (const pragma of [
      sql`pragma journal_mode = wal`,
      sql`pragma synchronous = full`,
      sql`pragma busy_timeout = ${sql.lit(BUSY)}`,
    ]) {
      await pragma.execute(db);
    }
    return db;
  } catch (cause) {
    throw new StoreError({
      attempted: `open the store ${path}`,
      cause,
      todo: 'See that its directory exists and may be written to, or name another file in store.path of the configuration.',
    });
  }
}
