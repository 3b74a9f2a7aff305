/** What was measured on earlier days, by which is known what is normal: one row for each series and day. */
import type { Kysely, Transaction } from 'kysely';
import type { BaselineTable } from './alert-tables.ts';
import { inParts } from './batched.ts';
import type { Tables } from './tables.ts';

export interface Baselines {
  /** All of a source since a day of UTC, counted from the epoch. */
  load(source: string, sinceDay: number): Promise<readonly BaselineTable[]>;
  /** In place of what was known of the same days. */
  put(on: Transaction<Tables>, days: readonly BaselineTable[]): Promise<void>;
}

export function createBaselines(db: Kysely<Tables>): Baselines {
  return {
    load: (source, sinceDay) =>
      db
        .selectFrom('baseline')
        .selectAll()
        .where('source', '=', source)
        .where('day', '>=', sinceDay)
        .orderBy('series')
        .orderBy('day')
        .execute(),
    put: (on, days) =>
      inParts(days, (part) =>
        on
          .insertInto('baseline')
          .values([...part])
          .onConflict((conflict) =>
            conflict
              .columns(['source', 'series', 'day'])
              .doUpdateSet(({ ref }) => ({ samples: ref('excluded.samples') })),
          )
          .execute(),
      ),
  };
}
