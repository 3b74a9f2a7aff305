/** What a newer version does to a store that older ones are at work on: something is added, and nothing taken away. */
import { type Kysely, Migrator, sql } from 'kysely';
import { expect } from 'vitest';
import { MIGRATION_NAMES } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/store.ts';

/** On Postgres. */
export async function migrateFurther({ db }: Pick<Store, 'db'>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const known = MIGRATION_NAMES.map((name) => [name, { up: async () => {} }] as const);
  const further = async (on: Kysely<unknown>) => {
    await on.schema.alterTable('question').addColumn('later', 'text').execute();
    await on.schema.createTable('later').addColumn('id', 'text').execute();
  };
  const migrations = { ...Object.fromEntries(known), '9999-later': { up: further } };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: rows[0]?.schema ?? 'public',
  });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
}
