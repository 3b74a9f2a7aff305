/** Writes that arrive together share a transaction, and so one sync of the disk: what comes while one is being committed is in the next. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

type Write<T> = (transaction: Transaction<Tables>) => Promise<T>;

/** Resolves when it is committed. What rejects is undone alone, and costs the others nothing. */
export type Together = <T>(write: Write<T>) => Promise<T>;

/**
 * SQLSTATE `deadlock_detected` of Postgres (its appendix on error codes): another process wrote the same rows in another order, such as questions that
 * Slack brought to both, and one of the two is undone so that the other goes on.
 */
const DEADLOCK = '40P01';
/** It is written again so often. */
const MOST_TRIES = 5;

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}

interface Waiting {
  /** Writes it, and gives what tells who waits once that is committed. @param isAlone there is nothing else in the transaction */
  readonly attempt: (transaction: Transaction<Tables>, isAlone: boolean) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** The `savepoint` of the SQL standard, which SQLite and Postgres both have. */
async function undoneAlone<T>(transaction: Transaction<Tables>, write: Write<T>): Promise<T> {
  await sql`savepoint one`.execute(transaction);
  try {
    const written = await write(transaction);
    await sql`release savepoint one`.execute(transaction);
    return written;
  } catch (error) {
    await sql`rollback to savepoint one`.execute(transaction);
    await sql`release savepoint one`.execute(transaction);
    throw error;
  }
}

export function createTogether(db: Kysely<Tables>): Together {
  let waiting: Waiting[] = [];
  let isCommitting = false;

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const told = await db.transaction().execute(async (transaction) => {
        const attempted: (() => void)[] = [];
        for (const { attempt } of group) attempted.push(await attempt(transaction, group.length === 1));
        return attempted;
      });
      for (const tell of told) tell();
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  }

  async function commitAll(): Promise<void> {
    if (isCommitting) return;
    isCommitting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await commit(group);
    }
    isCommitting = false;
  }

  return (write) =>
    new Promise((resolve, reject) => {
      let tries = 0;
      const isWrittenAgain = (error: unknown) => isDeadlock(error) && tries < MOST_TRIES;
      const one: Waiting = {
        attempt: async (transaction, isAlone) => {
          tries += 1;
          // Then the whole transaction is undone, and a store that is asked twice less answers sooner.
          if (isAlone) {
            const written = await write(transaction);
            return () => resolve(written);
          }
          try {
            const written = await undoneAlone(transaction, write);
            return () => resolve(written);
          } catch (error) {
            return isWrittenAgain(error) ? () => void waiting.push(one) : () => reject(error);
          }
        },
        fail: (error) => {
          if (isWrittenAgain(error)) waiting.push(one);
          else reject(error);
        },
      };
      waiting.push(one);
      void commitAll();
    });
}
