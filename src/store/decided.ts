/** What people decided about questions that would pass a budget: Slack brings the press to any process, and another one may wait for it. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface Decided {
  /** The first word counts. @param at milliseconds since the epoch. @returns false where it was decided before */
  enter(id: string, choice: string, at: number): Promise<boolean>;
  /** Those of them that were decided. @param ids at least one */
  of(ids: readonly string[]): Promise<readonly { readonly id: string; readonly choice: string }[]>;
}

export function createDecided(db: Kysely<Tables>): Decided {
  return {
    async enter(id, choice, at) {
      const { numInsertedOrUpdatedRows: inserted = 0n } = await db
        .insertInto('decision')
        .values({ id, choice, at })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return inserted > 0n;
    },
    of: (ids) => db.selectFrom('decision').select(['id', 'choice']).where('id', 'in', ids).execute(),
  };
}
