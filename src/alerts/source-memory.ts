/** What is remembered of one source, in the memory of the process that watches it, and written down only as long as that is the one. */
import type { Kysely, Transaction } from 'kysely';
import { createAcquaintances } from '../store/acquaintances.ts';
import { createBaselines } from '../store/baselines.ts';
import { HISTORY_DAYS } from '../store/keep-days.ts';
import { createLeases, type Lease } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { createWatched } from '../store/watched.ts';
import { Learned } from './learned.ts';
import { neverWatched, WatchedState } from './watched-state.ts';

const DAY = 86_400;

export interface SourceMemory {
  readonly state: WatchedState;
  readonly learned: Learned;
  /**
   * Writes how it was watched, and what was learned since it was written last.
   *
   * @returns what is to be called once that is committed
   * @throws LeaseLost where another process watches by now
   */
  write(on: Transaction<Tables>, state: WatchedState): Promise<() => void>;
}

/** Null for a source that was never watched. */
export async function watchedState(db: Kysely<Tables>, source: string): Promise<WatchedState | null> {
  const known = await createWatched(db).get(source);
  return known === null ? null : WatchedState.parse(known);
}

/** @param now milliseconds since the epoch */
export async function openSourceMemory(
  store: Pick<Store, 'db' | 'kind'>,
  source: string,
  lease: Lease,
  now: () => number,
): Promise<SourceMemory> {
  const { db } = store;
  const [watched, leases] = [createWatched(db), createLeases(store)];
  const [baselines, acquaintances] = [createBaselines(db), createAcquaintances(db)];
  const today = Math.floor(now() / 1000 / DAY);
  let state = (await watchedState(db, source)) ?? neverWatched(Math.floor(now() / 1000));
  const learned = new Learned(
    source,
    await baselines.load(source, today - HISTORY_DAYS),
    await acquaintances.load(source),
  );

  return {
    get state() {
      return state;
    },
    learned,
    async write(on, next) {
      await leases.hold(on, lease);
      const changes = learned.changes();
      await watched.put(on, source, next, now());
      await baselines.put(on, changes.days);
      await acquaintances.put(on, changes.seen);
      return () => {
        state = next;
        learned.wrote(changes);
      };
    },
  };
}
