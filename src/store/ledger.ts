/**
 * What was scanned within the last 24 hours, by whom: over restarts, and for all processes that share the store. What a process that died was
 * about to scan stays as it was estimated, since nobody knows how much of it was scanned.
 */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Correct, Entered, Ledger, RecentSpend } from '../diagnosis/ledger.ts';
import type { Spend } from '../diagnosis/overspend.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface LedgerParts {
  readonly store: Pick<Store, 'db' | 'kind'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of a correction that could not be written yet. */
  readonly onTrouble: (error: unknown) => void;
}

export interface StoredLedger extends Ledger {
  /** Resolves when everything that was entered here is corrected: what was stopped has ended, and it is written what it took. */
  settled(): Promise<void>;
}

const DAY = 86_400;

/** @param asker undefined for everybody */
async function spentBy(db: Kysely<Tables>, since: number, asker?: string): Promise<Spend> {
  const all = db.selectFrom('spending').where('at_seconds', '>', since);
  const counted = asker === undefined ? all : all.where('asker', '=', asker);
  const { bytes, usd } = await counted
    .select(({ fn }) => [fn.sum<number | null>('bytes').as('bytes'), fn.sum<number | null>('usd').as('usd')])
    .executeTakeFirstOrThrow();
  return { bytes: bytes ?? 0, usd: usd ?? 0 };
}

async function write(db: Kysely<Tables>, id: string, { bytes, usd }: Spend): Promise<void> {
  await db.updateTable('spending').set({ bytes, usd }).where('id', '=', id).execute();
}

export function createStoredLedger({ store, now, onTrouble }: LedgerParts): StoredLedger {
  const { db, kind } = store;
  /** Corrections that the store did not take. */
  const owed = new Map<string, Spend>();
  /** What is being spent. */
  const open = new Set<Promise<void>>();
  /** Those who wait for the lock of others wait here, and hold no connection that something urgent may need. */
  let latest: Promise<unknown> = Promise.resolve();

  const seconds = () => Math.floor(now() / 1000);

  /** Others wait here until this transaction has ended. SQLite has one that writes at a time, from its first statement that does. */
  async function takeTurn(own: Kysely<Tables>, since: number): Promise<void> {
    if (kind === 'postgres') await sql`lock table spending in exclusive mode`.execute(own);
    await own.deleteFrom('spending').where('at_seconds', '<=', since).execute();
  }

  function correctionOf(id: string): Correct {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    open.add(closed);
    return async (spent) => {
      try {
        await write(db, id, spent);
      } catch (error) {
        owed.set(id, spent);
        onTrouble(error);
      }
      open.delete(closed);
      close();
    };
  }

  async function enter<O>(
    asker: string | null,
    expected: Spend,
    objectionTo: (recent: RecentSpend) => O | null,
  ): Promise<Entered<O>> {
    const id = randomUUID();
    const at = seconds();
    const settled = [...owed];
    const objection = await db.transaction().execute(async (own) => {
      await takeTurn(own, at - DAY);
      for (const [entry, spent] of settled) await write(own, entry, spent);
      const person = asker === null ? { bytes: 0, usd: 0 } : await spentBy(own, at - DAY, asker);
      const found = objectionTo({ person, everybody: await spentBy(own, at - DAY) });
      if (found === null) {
        await own
          .insertInto('spending')
          .values({ id, asker, at_seconds: at, ...expected })
          .execute();
      }
      return found;
    });
    for (const [entry] of settled) owed.delete(entry);
    return objection === null
      ? { kind: 'entered', correct: correctionOf(id) }
      : { kind: 'objected', objection };
  }

  return {
    enter(asker, expected, objectionTo) {
      const entered = latest.then(() => enter(asker, expected, objectionTo));
      latest = entered.catch(() => undefined);
      return entered;
    },
    spent: (asker) => spentBy(db, seconds() - DAY, asker),
    async settled() {
      await Promise.all(open);
    },
  };
}
