/** Questions that are asked again and again for somebody. Several processes may look after them: a run belongs to the one that moved its time on. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { WatchCondition } from '../diagnosis/watch-condition.ts';
import type { Tables, WatchTable } from './tables.ts';

/** What a watch found last, and how its runs went. */
export interface Sight {
  readonly verdict: string;
  /** What blocks, in a few words; null for nothing. */
  readonly blocker: string | null;
  readonly summary: string;
  /** Runs so far, those that failed among them. */
  readonly asked: number;
  readonly failed: number;
  /** So often it was another verdict or blocker. */
  readonly changes: number;
  /** What is waited for; a change where it is not told. */
  readonly when?: WatchCondition;
  /** Whether that was so last. */
  readonly isMet?: boolean;
}

export interface Watch {
  readonly id: string;
  /** The id of the question that is asked again. */
  readonly question: string;
  /** A Slack user id: on whose budget it is asked. */
  readonly by: string;
  /** The thread in which it is told. */
  readonly channel: string;
  readonly thread: string;
  readonly everySeconds: number;
  /** Milliseconds since the epoch. */
  readonly nextAt: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly seen: Sight;
  /** The message that says that it is on; null where none is known. */
  readonly noticeTs: string | null;
  readonly isOn: boolean;
}

export interface Watches {
  /** The same one once. */
  begin(watch: Omit<Watch, 'noticeTs' | 'isOn'>): Promise<void>;
  get(id: string): Promise<Watch | null>;
  /** All that are on, the oldest first. */
  on(): Promise<readonly Watch[]>;
  /** Those that are on and whose time has come. */
  due(now: number): Promise<readonly Watch[]>;
  /** @returns whether this call moved it on; otherwise another process did */
  claim(watch: Watch, next: number): Promise<boolean>;
  saw(id: string, seen: Sight): Promise<void>;
  noticed(id: string, ts: string): Promise<void>;
  end(id: string): Promise<void>;
}

/** Of the processes that share the store, milliseconds. */
const CLOCKS_DIFFER = 60_000;

function watchOf(row: Selectable<WatchTable>): Watch {
  return {
    id: row.id,
    question: row.question,
    by: row.by,
    channel: row.channel,
    thread: row.thread,
    everySeconds: row.every_seconds,
    nextAt: row.next_at,
    until: row.until,
    seen: JSON.parse(row.seen) as Sight,
    noticeTs: row.notice_ts,
    isOn: row.state === 'on',
  };
}

export function createWatches(db: Kysely<Tables>): Watches {
  const select = () => db.selectFrom('watch').selectAll();
  const update = (id: string) => db.updateTable('watch').where('id', '=', id);

  return {
    async begin({ id, question, by, channel, thread, everySeconds, nextAt, until, seen }) {
      await db
        .insertInto('watch')
        .values({
          ...{ id, question, by, channel, thread, until },
          every_seconds: everySeconds,
          next_at: nextAt,
          seen: JSON.stringify(seen),
          notice_ts: null,
          state: 'on',
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async get(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row ? watchOf(row) : null;
    },
    async on() {
      const rows = await select().where('state', '=', 'on').orderBy('until').orderBy('id').execute();
      return rows.map(watchOf);
    },
    async due(now) {
      // None is ever further away than its interval, unless the clock was put back.
      const tooFar = sql<boolean>`next_at - ${now + CLOCKS_DIFFER} > every_seconds * 1000`;
      const on = select()
        .where('state', '=', 'on')
        .where((watch) => watch.or([watch('next_at', '<=', now), tooFar]));
      return (await on.orderBy('next_at').orderBy('id').execute()).map(watchOf);
    },
    async claim({ id, nextAt }, next) {
      const { numUpdatedRows } = await update(id)
        .set({ next_at: next })
        .where('next_at', '=', nextAt)
        .where('state', '=', 'on')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async saw(id, seen) {
      await update(id)
        .set({ seen: JSON.stringify(seen) })
        .execute();
    },
    async noticed(id, ts) {
      await update(id).set({ notice_ts: ts }).execute();
    },
    async end(id) {
      await update(id).set({ state: 'ended' }).execute();
    },
  };
}
