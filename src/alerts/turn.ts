/** Whose turn it is to watch: of several processes one has the lease and renews it; where it has died another one takes over. */
import type { Transaction } from 'kysely';
import { createLeases, type Lease } from '../store/leases.ts';
import type { Tables } from '../store/tables.ts';
import { WATCHER } from './examine.ts';
import type { Turn, WatchParts } from './watch-parts.ts';

/** Milliseconds. */
const LEASE = 60_000;
const RENEWED = 15_000;

export interface Turns {
  /** Takes it where nobody has it, or renews it. @returns null where another process watches */
  current(): Promise<Turn | null>;
  /** Rejects with LeaseLost where it is not that one's any more; else nobody else takes it until the transaction ends. */
  guard(on: Transaction<Tables>, lease: Lease): Promise<void>;
  /** It is over: what goes on in it is to stop. */
  lose(): void;
  /** Leaves it to the next process at once. */
  leave(): Promise<void>;
}

export function createTurns({ store, owner, monotonic, log }: WatchParts): Turns {
  const leases = createLeases(store);
  let turn: { readonly lease: Lease; readonly over: AbortController } | null = null;
  /** The last that it had, also where it was told to stop. */
  let held: Lease | null = null;
  /** By the clock that only goes forward. */
  let renewedAtMs = 0;
  let keeping: Promise<unknown> = Promise.resolve();

  function lose(): void {
    turn?.over.abort(new Error('another process watches by now'));
    turn = null;
  }

  async function keep(): Promise<void> {
    if (!turn) {
      const lease = await leases.acquire(WATCHER, owner, LEASE);
      if (!lease) return;
      turn = { lease, over: new AbortController() };
      held = lease;
      renewedAtMs = monotonic();
      log.info({ term: lease.term }, 'this process watches for alerts');
    } else if (monotonic() - renewedAtMs >= RENEWED) {
      if (await leases.renew(turn.lease, LEASE)) renewedAtMs = monotonic();
      else lose();
    }
  }

  return {
    async current() {
      // One look after the other: two that take it at once would each have a term.
      keeping = keeping.then(keep, keep);
      await keeping;
      return turn && { lease: turn.lease, signal: turn.over.signal };
    },
    guard: (on, lease) => leases.hold(on, lease),
    lose,
    async leave() {
      await keeping.catch(() => undefined);
      if (held) await leases.release(held);
      held = null;
    },
  };
}
