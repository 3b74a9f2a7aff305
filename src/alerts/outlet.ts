/** Where what was decided goes: written down in one transaction together with the work that tells people of it, which outlives the process. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { AlertReply } from './alert.ts';

export interface Telling {
  /** Ids of messages that are new or changed: they are posted, or edited, as they stand in the store when their turn comes. */
  readonly messages: readonly string[];
  readonly replies: readonly AlertReply[];
  /** Numbers of rules whose end is said in the channel in which they were made, each once. Absent in what an earlier version wrote down. */
  readonly rulesOver?: readonly number[];
}

export interface Outlet {
  /**
   * Resolves when it is written. Where `write` rejects nothing is written, and nothing is told.
   *
   * @param id of what is told, the same when it is decided again after a crash; then nothing is written
   */
  take(
    id: string,
    telling: Telling,
    write: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<void>;
}
