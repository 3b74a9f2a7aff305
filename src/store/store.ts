/** Where the bot keeps what must outlive the process: a file of SQLite, or Postgres. */
import type { Kysely } from 'kysely';
import type { DatabaseKind } from './kind.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

export interface Store {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
  /** Never rejects for what was not open. */
  close(): Promise<void>;
}

export interface StoreSettings {
  /** `postgres://…`; null for SQLite. */
  readonly url: string | null;
  /** The file of SQLite, or `:memory:`. */
  readonly path: string;
}

async function opened({ url, path }: StoreSettings, onLost: (error: Error) => void): Promise<Kysely<Tables>> {
  // Only the one that is used is loaded.
  if (url !== null) return (await import('./postgres.ts')).openPostgres(url, onLost);
  return (await import('./sqlite.ts')).openSqlite(path);
}

/** Opens it, and brings its tables to what this version needs. @throws StoreError */
export async function openStore(
  settings: StoreSettings,
  onLost: (error: Error) => void = () => undefined,
): Promise<Store> {
  const db = await opened(settings, onLost);
  const kind = settings.url === null ? 'sqlite' : 'postgres';
  try {
    await migrate(db, kind);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { kind, db, close: () => db.destroy() };
}
