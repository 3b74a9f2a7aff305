/** What happened to alerts, and who did what: their history, as `alerts A-12` shows it. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface StoredAlertEntry {
  /** The same is entered once. */
  readonly id: string;
  /** The alert's id. */
  readonly alert: string;
  readonly atMs: number;
  /** A Slack user id; null for flows itself. */
  readonly by: string | null;
  readonly what: string;
}

export interface AlertEntries {
  enter(on: Transaction<Tables>, entries: readonly StoredAlertEntry[]): Promise<void>;
  /** In the order in which it happened. */
  of(alert: string): Promise<readonly StoredAlertEntry[]>;
}

export function createAlertEntries(db: Kysely<Tables>): AlertEntries {
  return {
    async enter(on, entries) {
      if (entries.length === 0) return;
      await on
        .insertInto('alert_entry')
        .values(entries.map(({ atMs: at, ...entry }) => ({ ...entry, at })))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async of(alert) {
      const rows = await db
        .selectFrom('alert_entry')
        .select(['id', 'alert', 'at', 'by', 'what'])
        .where('alert', '=', alert)
        .orderBy('at')
        .orderBy('seq')
        .execute();
      return rows.map(({ at: atMs, ...entry }) => ({ ...entry, atMs }));
    },
  };
}
