/** What was seen before, and when: edges, peers, protocols. */
import type { Kysely, Transaction } from 'kysely';
import type { AcquaintanceTable } from './alert-tables.ts';
import { inParts } from './batched.ts';
import type { Tables } from './tables.ts';

export interface Acquaintances {
  /** All of a source. */
  load(source: string): Promise<readonly AcquaintanceTable[]>;
  /** In place of what was known of the same. */
  put(on: Transaction<Tables>, seen: readonly AcquaintanceTable[]): Promise<void>;
}

export function createAcquaintances(db: Kysely<Tables>): Acquaintances {
  return {
    load: (source) => db.selectFrom('acquaintance').selectAll().where('source', '=', source).execute(),
    put: (on, seen) =>
      inParts(seen, (part) =>
        on
          .insertInto('acquaintance')
          .values([...part])
          .onConflict((conflict) =>
            conflict.columns(['source', 'kind', 'key']).doUpdateSet(({ ref }) => ({
              first_seconds: ref('excluded.first_seconds'),
              last_seconds: ref('excluded.last_seconds'),
              days: ref('excluded.days'),
            })),
          )
          .execute(),
      ),
  };
}
