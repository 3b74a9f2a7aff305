/** Single values under a name, which have no table of their own. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Names of what is kept of alarms of other tools begin so: it is forgotten with the alerts. */
export const OF_ALARMS = 'alarm/';

interface KeptValue {
  /** JSON-safe; to be checked by whoever kept it. */
  readonly value: unknown;
  /** When it was kept, milliseconds since the epoch. */
  readonly at: number;
}

export interface Kept {
  get(name: string): Promise<KeptValue | null>;
  /** In place of what was kept under that name. */
  put(name: string, value: unknown, at: number): Promise<void>;
}

export function createKept(db: Kysely<Tables>): Kept {
  return {
    async get(name) {
      const row = await db.selectFrom('kept').selectAll().where('name', '=', name).executeTakeFirst();
      return row ? { value: JSON.parse(row.value), at: row.at } : null;
    },
    async put(name, value, at) {
      const kept = { value: JSON.stringify(value), at };
      await db
        .insertInto('kept')
        .values({ name, ...kept })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(kept))
        .execute();
    },
  };
}
