/**
 * Who of several processes does what only one may do, by the clock of the database: whose own is wrong has it no longer, and loses it no sooner. Each
 * new owner has a higher term: what an earlier one still writes is known by it, however long it was held up.
 */
import { sql, type Transaction } from 'kysely';
import { DATABASE_NOW, databaseTimeIn } from './database-clock.ts';
import { isSharedStore } from './kind.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface Lease {
  readonly name: string;
  /** The process. */
  readonly owner: string;
  readonly term: number;
}

/** How the names of leases begin that are on what Slack delivered. */
export const OF_DELIVERIES = 'delivery ';

/** Another process has it by now, so nothing may be written in its name. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor({ name, owner, term }: Lease) {
    super(`${owner} does not have the lease of ${name} any more (term ${term}).`);
  }
}

/** Lengths are milliseconds from now on. */
export interface Leases {
  /** @returns null where another has it, whose time is not over */
  acquire(name: string, owner: string, length: number): Promise<Lease | null>;
  /** @returns false where it is another's by now */
  renew(lease: Lease, length: number): Promise<boolean>;
  /** Leaves it to others, at once. */
  release(lease: Lease): Promise<void>;
  /** What it was for is done, and nobody will want it again. */
  end(lease: Lease): Promise<void>;
  /** Keeps others from taking it until the transaction ends. @throws LeaseLost where it is another's by now */
  hold(on: Transaction<Tables>, lease: Lease): Promise<void>;
  /** Null where nobody has it, or its time is over. */
  holder(name: string): Promise<Lease | null>;
}

export function createLeases(store: Pick<Store, 'db' | 'kind'>): Leases {
  const { db, kind } = store;
  const now = DATABASE_NOW[kind];
  const isOver = isSharedStore(store) ? sql<boolean>`lease.until <= ${now}` : sql.lit(true);
  return {
    async acquire(name, owner, length) {
      const until = databaseTimeIn(kind, length);
      const first = await db
        .insertInto('lease')
        .values({ name, owner, until, term: 1 })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('term')
        .executeTakeFirst();
      if (first) return { name, owner, term: first.term };
      const taken = await db
        .updateTable('lease')
        .set(({ eb }) => ({ owner, until, term: eb('term', '+', 1) }))
        .where('name', '=', name)
        .where(isOver)
        .returning('term')
        .executeTakeFirst();
      return taken ? { name, owner, term: taken.term } : null;
    },
    async renew({ name, owner, term }, length) {
      const { numUpdatedRows } = await db
        .updateTable('lease')
        .set({ until: databaseTimeIn(kind, length) })
        .where('name', '=', name)
        .where('owner', '=', owner)
        .where('term', '=', term)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async release({ name, owner, term }) {
      await db
        .updateTable('lease')
        .set({ until: 0 })
        .where('name', '=', name)
        .where('owner', '=', owner)
        .where('term', '=', term)
        .execute();
    },
    async end({ name, owner, term }) {
      await db
        .deleteFrom('lease')
        .where('name', '=', name)
        .where('owner', '=', owner)
        .where('term', '=', term)
        .execute();
    },
    async hold(on, lease) {
      // Changing nothing locks its row until the end of the transaction, on both databases.
      const { numUpdatedRows } = await on
        .updateTable('lease')
        .set(({ ref }) => ({ until: ref('until') }))
        .where('name', '=', lease.name)
        .where('owner', '=', lease.owner)
        .where('term', '=', lease.term)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new LeaseLost(lease);
    },
    async holder(name) {
      const row = await db
        .selectFrom('lease')
        .select(['name', 'owner', 'term'])
        .where('name', '=', name)
        .where('until', '>', now)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}
