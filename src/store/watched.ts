/** How far each source was watched, and how that went. What the state is, its writer knows. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface Watched {
  /** By the source's name; null for one that was never watched. */
  get(source: string): Promise<unknown>;
  /** @param at milliseconds since the epoch */
  put(on: Kysely<Tables> | Transaction<Tables>, source: string, state: object, at: number): Promise<void>;
}

export function createWatched(db: Kysely<Tables>): Watched {
  return {
    async get(source) {
      const row = await db
        .selectFrom('watched')
        .select('state')
        .where('source', '=', source)
        .executeTakeFirst();
      return row ? JSON.parse(row.state) : null;
    },
    async put(on, source, state, at) {
      const kept = { state: JSON.stringify(state), at };
      await on
        .insertInto('watched')
        .values({ source, ...kept })
        .onConflict((conflict) => conflict.column('source').doUpdateSet(kept))
        .execute();
    },
  };
}
