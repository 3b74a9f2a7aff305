/**
 * Work that outlives the process. Whoever does it holds a lease on it, and renews that while it lives; where the lease has run out, by the
 * clock of the database, others take it over, and only one of them gets it.
 */
import { sql, type Transaction } from 'kysely';
import { DATABASE_NOW, databaseTimeIn } from './database-clock.ts';
import { isSharedStore } from './kind.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { createTogether } from './together.ts';

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  /** How often it was begun. */
  readonly starts: number;
}

interface Lease {
  /** The process. */
  readonly owner: string;
  /** Milliseconds from now on. */
  readonly length: number;
}

export interface Jobs {
  /** @param job `at` is milliseconds since the epoch. @param alongside what is written with it, or not at all. @returns false where it is there already */
  enter(
    job: Omit<Job, 'starts'> & { readonly at: number },
    lease: Lease,
    alongside?: (transaction: Transaction<Tables>) => Promise<unknown>,
  ): Promise<boolean>;
  /** The open ones of others whose lease has ended; they are this owner's now. The oldest first; none of them is begun by that. */
  takeOver(lease: Lease): Promise<readonly Job[]>;
  /** Counts that it is begun once more. @returns how often it was, this time among them; null where it is done, or another's now */
  begin(owner: string, id: string): Promise<number | null>;
  renew(lease: Lease): Promise<void>;
  isHeldBy(owner: string, id: string): Promise<boolean>;
  finish(id: string): Promise<void>;
  /** Opens what was finished once more. @returns null where it is open, or was never entered */
  again(id: string, lease: Lease): Promise<Job | null>;
  /** Leaves all that are open to others, at once. */
  release(owner: string): Promise<void>;
}

export function createJobs(store: Pick<Store, 'db' | 'kind'>): Jobs {
  const { db, kind: database } = store;
  const isLeft = isSharedStore(store)
    ? sql<boolean>`job.lease_until <= ${DATABASE_NOW[database]}`
    : sql.lit(true);
  const until = (length: number) => databaseTimeIn(database, length);
  const together = createTogether(db);
  const open = () => db.updateTable('job').where('state', '=', 'open');

  return {
    enter({ id, kind, input, at }, { owner, length }, alongside) {
      return together(async (transaction) => {
        const { numInsertedOrUpdatedRows: inserted = 0n } = await transaction
          .insertInto('job')
          .values({
            ...{ id, kind, input: JSON.stringify(input), state: 'open', created_at: at },
            ...{ owner, lease_until: until(length), starts: 1 },
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (inserted === 0n) return false;
        await alongside?.(transaction);
        return true;
      });
    },
    async takeOver({ owner, length }) {
      const left = await db
        .selectFrom('job')
        .selectAll()
        .where('state', '=', 'open')
        .where(isLeft)
        .where((job) => job.or([job('owner', 'is', null), job('owner', '!=', owner)]))
        .orderBy('created_at')
        .execute();
      const taken: Job[] = [];
      for (const { id, kind, input, starts, owner: before } of left) {
        const { numUpdatedRows } = await open()
          .set({ owner, lease_until: until(length) })
          .where('id', '=', id)
          .where('owner', before === null ? 'is' : '=', before)
          .where(isLeft)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) taken.push({ id, kind, input: JSON.parse(input), starts });
      }
      return taken;
    },
    async begin(owner, id) {
      const begun = await open()
        .set((job) => ({ starts: job('starts', '+', 1) }))
        .where('id', '=', id)
        .where('owner', '=', owner)
        .returning('starts')
        .executeTakeFirst();
      return begun?.starts ?? null;
    },
    async renew({ owner, length }) {
      await open()
        .set({ lease_until: until(length) })
        .where('owner', '=', owner)
        .execute();
    },
    async isHeldBy(owner, id) {
      const job = await db.selectFrom('job').select('owner').where('id', '=', id).executeTakeFirst();
      return job?.owner === owner;
    },
    async finish(id) {
      await db.updateTable('job').set({ state: 'done' }).where('id', '=', id).execute();
    },
    async again(id, { owner, length }) {
      const opened = await db
        .updateTable('job')
        .set({ state: 'open', owner, lease_until: until(length), starts: 1 })
        .where('id', '=', id)
        .where('state', '=', 'done')
        .returning(['kind', 'input'])
        .executeTakeFirst();
      return opened ? { id, kind: opened.kind, input: JSON.parse(opened.input), starts: 1 } : null;
    },
    async release(owner) {
      await open().set({ lease_until: 0 }).where('owner', '=', owner).execute();
    },
  };
}
