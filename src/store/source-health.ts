/** How each source answered last: what people see of their sources without asking them anything. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface SourceState {
  readonly source: string;
  /** When it was heard, milliseconds since the epoch. */
  readonly at: number;
  readonly ok: boolean;
  /** Why it could not be read, in a sentence; null where it could. */
  readonly because: string | null;
}

export interface SourceHealth {
  /** What is older than what is known already is let go. */
  note(heard: readonly SourceState[]): Promise<void>;
  /** Those of which anything was heard, by name. */
  list(): Promise<readonly SourceState[]>;
}

export function createSourceHealth(db: Kysely<Tables>): SourceHealth {
  return {
    async note(heard) {
      if (heard.length === 0) return;
      await db
        .insertInto('source_health')
        .values(heard.map(({ ok, ...state }) => ({ ...state, ok: ok ? 1 : 0 })))
        .onConflict((conflict) =>
          conflict
            .column('source')
            .doUpdateSet(({ ref }) => ({
              at: ref('excluded.at'),
              ok: ref('excluded.ok'),
              because: ref('excluded.because'),
            }))
            .whereRef('excluded.at', '>=', 'source_health.at'),
        )
        .execute();
    },
    async list() {
      const rows = await db.selectFrom('source_health').selectAll().orderBy('source').execute();
      return rows.map(({ ok, ...state }) => ({ ...state, ok: ok === 1 }));
    },
  };
}
