/** Alerts, those of which nobody was told among them: each episode with all that is known of it. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AlertTable } from './alert-tables.ts';
import { Stale } from './stale.ts';
import type { Tables } from './tables.ts';

/** What an alert is found by. The rest of it is its writer's. */
export interface StorableAlert {
  /** Of the episode. */
  readonly id: string;
  /** 0 before it is stored. */
  readonly number: number;
  readonly key: string;
  readonly source: string;
  readonly detector: string;
  readonly state: string;
  readonly severity: string;
  readonly suppressed: { readonly by: string } | null;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly resolvedAt: number | null;
  readonly message: string | null;
  readonly updatedAtMs: number;
}

interface Listed {
  /** `open`: not resolved, and told. `suppressed`: nobody was told. */
  readonly which: 'open' | 'suppressed' | 'resolved' | 'all';
  /** In which they were seen, seconds since the epoch; `end` is not in it. */
  readonly window: { readonly start: number; readonly end: number };
  readonly most: number;
}

export interface Alerts<A extends StorableAlert> {
  /** All that are not resolved, and those resolved since; the oldest first. What cannot be read is left out. @param resolvedSince seconds since the epoch */
  standing(resolvedSince: number): Promise<readonly A[]>;
  /** By the number that people say: `A-12`. */
  get(number: number): Promise<A | null>;
  byIds(ids: readonly string[]): Promise<readonly A[]>;
  /** The newest first. What cannot be read is left out. */
  list(listed: Listed): Promise<readonly A[]>;
  /**
   * Writes them as they are now; those that were never stored get their numbers.
   *
   * @param before as they were read by whoever decided
   * @throws Stale where one is another by now: then the transaction is to be undone
   */
  save(on: Transaction<Tables>, alerts: readonly A[], before: readonly A[]): Promise<void>;
}

const RESOLVED = 'resolved';

function columnsOf(alert: StorableAlert): Omit<Selectable<AlertTable>, 'number' | 'body'> {
  return {
    id: alert.id,
    key: alert.key,
    source: alert.source,
    detector: alert.detector,
    state: alert.state,
    severity: alert.severity,
    suppressed_by: alert.suppressed?.by ?? null,
    first_seconds: alert.first,
    last_seconds: alert.last,
    resolved_seconds: alert.resolvedAt,
    message: alert.message,
    updated_at: alert.updatedAtMs,
  };
}

/**
 * @param parse what a body is, with its keys in one order; throws for what is none
 * @param onUnreadable hears of one that is left out of a list because it cannot be read: one row of another version must not keep all others from
 *   being looked after
 */
export function createAlerts<A extends StorableAlert>(
  db: Kysely<Tables>,
  parse: (body: unknown) => A,
  onUnreadable: (id: string, error: unknown) => void,
): Alerts<A> {
  const select = () => db.selectFrom('alert').selectAll();

  function alertOf({ number, body }: Selectable<AlertTable>): A {
    return parse({ ...(JSON.parse(body) as object), number });
  }

  function readable(rows: readonly Selectable<AlertTable>[]): readonly A[] {
    return rows.flatMap((row) => {
      try {
        return [alertOf(row)];
      } catch (error) {
        onUnreadable(row.id, error);
        return [];
      }
    });
  }

  /** Its number is a column alone. The same alert gives the same text, by which a change is seen. */
  function bodyOf(alert: A): string {
    return JSON.stringify({ ...parse(JSON.parse(JSON.stringify(alert))), number: 0 });
  }

  async function insert(on: Transaction<Tables>, alert: A): Promise<void> {
    const { numInsertedOrUpdatedRows = 0n } = await on
      .insertInto('alert')
      .values({ ...columnsOf(alert), body: bodyOf(alert) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) throw new Stale(`The alert ${alert.id}`);
  }

  async function update(on: Transaction<Tables>, alert: A, before: A): Promise<void> {
    const { numUpdatedRows } = await on
      .updateTable('alert')
      .set({ ...columnsOf(alert), body: bodyOf(alert) })
      .where('id', '=', alert.id)
      .where('body', '=', bodyOf(before))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Stale(`The alert ${alert.id}`);
  }

  return {
    async standing(resolvedSince) {
      const rows = await select()
        .where((row) => row.or([row('state', '!=', RESOLVED), row('resolved_seconds', '>=', resolvedSince)]))
        .orderBy('number')
        .execute();
      return readable(rows);
    },
    async get(number) {
      const row = await select().where('number', '=', number).executeTakeFirst();
      return row ? alertOf(row) : null;
    },
    async byIds(ids) {
      if (ids.length === 0) return [];
      return (await select().where('id', 'in', ids).orderBy('number').execute()).map(alertOf);
    },
    async list({ which, window, most }) {
      const seen = select().where('first_seconds', '<', window.end).where('last_seconds', '>=', window.start);
      const wanted = {
        open: () => seen.where('state', '!=', RESOLVED).where('suppressed_by', 'is', null),
        suppressed: () => seen.where('suppressed_by', 'is not', null),
        resolved: () => seen.where('state', '=', RESOLVED),
        all: () => seen,
      }[which]();
      return readable(await wanted.orderBy('number', 'desc').limit(most).execute());
    },
    async save(on, alerts, before) {
      const known = new Map(before.map((one) => [one.id, one]));
      for (const alert of alerts) {
        const was = known.get(alert.id);
        await (was ? update(on, alert, was) : insert(on, alert));
      }
    },
  };
}
