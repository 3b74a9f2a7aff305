/** What was handled already, of what Slack may deliver twice. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import { createTogether } from './together.ts';

export interface Handled {
  has(key: string): Promise<boolean>;
  /** @param at milliseconds since the epoch */
  enter(key: string, at: number): Promise<void>;
}

export function createHandled(db: Kysely<Tables>): Handled {
  const together = createTogether(db);

  return {
    async has(key) {
      const found = db.selectFrom('handled').select('key').where('key', '=', key);
      return (await found.executeTakeFirst()) !== undefined;
    },
    async enter(key, at) {
      await together((transaction) =>
        transaction
          .insertInto('handled')
          .values({ key, at })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute(),
      );
    },
  };
}
