/** The audit log: who asked, shared or exported what, of which sources, and who was refused. It is only ever added to. */
import type { Kysely, Selectable } from 'kysely';
import type { AuditTable, Tables } from './tables.ts';

export interface Deed {
  /** The same deed is entered once. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A Slack user id, or `watch`. */
  readonly by: string;
  /** Null where it was in no channel, such as Home. */
  readonly channel: string | null;
  readonly action:
    | 'question'
    | 'records'
    | 'share'
    | 'report'
    | 'export'
    | 'incident'
    | 'alert'
    | 'home'
    | 'audit';
  readonly outcome: 'done' | 'refused' | 'failed';
  /** What was asked or shared, in words; secrets are taken out before it is handed in. */
  readonly what: string;
  /** Names of sources. */
  readonly sources: readonly string[];
  /** Scanned; null where that is not known or nothing was. */
  readonly bytes: number | null;
  readonly verdict: string | null;
  /** Why it was refused, or where it went. */
  readonly note: string | null;
}

export interface DeedsWanted {
  /** Milliseconds since the epoch; `end` is not in it. */
  readonly start: number;
  readonly end: number;
  readonly by?: string;
  readonly most: number;
}

export interface Audit {
  enter(deed: Deed): Promise<void>;
  /** The newest first. */
  list(wanted: DeedsWanted): Promise<readonly Deed[]>;
}

function deedOf(row: Selectable<AuditTable>): Deed {
  const { seq: _, sources, action, ...rest } = row;
  return { ...rest, action: action as Deed['action'], sources: JSON.parse(sources) as readonly string[] };
}

export function createAudit(db: Kysely<Tables>): Audit {
  return {
    async enter({ sources, ...deed }) {
      await db
        .insertInto('audit')
        .values({ ...deed, sources: JSON.stringify(sources) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },
    async list({ start, end, by, most }) {
      const all = db.selectFrom('audit').selectAll().where('at', '>=', start).where('at', '<', end);
      const wanted = by === undefined ? all : all.where('by', '=', by);
      const rows = await wanted.orderBy('at', 'desc').orderBy('seq', 'desc').limit(most).execute();
      return rows.map(deedOf);
    },
  };
}
