/** Brings a database to what this version needs, from whatever an earlier one left. */
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { StoreError } from './error.ts';
import type { DatabaseKind } from './kind.ts';
import { beginning } from './migrations/0001-beginning.ts';
import { indexes } from './migrations/0002-indexes.ts';
import { alerts } from './migrations/0003-alerts.ts';
import { replicas } from './migrations/0004-replicas.ts';
import type { Tables } from './tables.ts';

/** In order; the names are what databases remember. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>> = {
  '0001-beginning': beginning,
  '0002-indexes': indexes,
  '0003-alerts': alerts,
  '0004-replicas': replicas,
};

/** In order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);

/** Where Postgres creates tables. Unless it is told, Kysely takes another schema's table of migrations for this one's. */
async function schemaOf(db: Kysely<Tables>, kind: DatabaseKind): Promise<string | undefined> {
  if (kind !== 'postgres') return undefined;
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? undefined;
}

/** Processes that start at the same time wait for each other. @throws StoreError */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const migrations: Record<string, Migration> = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, up]) => [
      name,
      { up: (migrated: Kysely<unknown>) => up(migrated, kind) },
    ]),
  );
  const schema = await schemaOf(db, kind);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  throw new StoreError({
    attempted: failed ? `bring the store up to date (${failed})` : 'bring the store up to date',
    cause: error,
    todo: 'A store that a newer version of flows has written cannot be read by an older one. Otherwise see that the database may be written to, and start again.',
  });
}
