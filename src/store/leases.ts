/**
 * Who of several processes does what only one may do. Each new owner has a higher term: what an earlier one still writes is known by it, however
 * long it was held up.
 */
import type { Transaction } from 'kysely';
import { isSharedStore } from './kind.ts';
import type { Store } from './store.ts';
import type { LeaseTable, Tables } from './tables.ts';

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

/** Times are milliseconds since the epoch. */
export interface Leases {
  /** @returns null where another has it until later than now */
  acquire(name: string, owner: string, now: number, until: number): Promise<Lease | null>;
  /** @returns false where it is another's by now */
  renew(lease: Lease, until: number): Promise<boolean>;
  /** Leaves it to others, at once. */
  release(lease: Lease): Promise<void>;
  /** What it was for is done, and nobody will want it again. */
  end(lease: Lease): Promise<void>;
  /** Keeps others from taking it until the transaction ends. @throws LeaseLost where it is another's by now */
  hold(on: Transaction<Tables>, lease: Lease): Promise<void>;
  /** Who had it last; null where nobody ever had. */
  holder(name: string): Promise<LeaseTable | null>;
}

export function createLeases(store: Pick<Store, 'db' | 'kind'>): Leases {
  const { db } = store;
  return {
    async acquire(name, owner, now, until) {
      const first = await db
        .insertInto('lease')
        .values({ name, owner, until, term: 1 })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('term')
        .executeTakeFirst();
      if (first) return { name, owner, term: first.term };
      const endedBefore = isSharedStore(store) ? now : Number.MAX_SAFE_INTEGER;
      const taken = await db
        .updateTable('lease')
        .set(({ eb }) => ({ owner, until, term: eb('term', '+', 1) }))
        .where('name', '=', name)
        .where('until', '<=', endedBefore)
        .returning('term')
        .executeTakeFirst();
      return taken ? { name, owner, term: taken.term } : null;
    },
    async renew({ name, owner, term }, until) {
      const { numUpdatedRows } = await db
        .updateTable('lease')
        .set({ until })
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
      const row = await db.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();
      return row ?? null;
    },
  };
}
