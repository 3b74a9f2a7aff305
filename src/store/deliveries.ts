/** What is on its way to Slack, so that after a crash it is neither lost nor sent again. */
import type { Kysely, Selectable } from 'kysely';
import type { DeliveryTable, Tables } from './tables.ts';

interface NewDelivery {
  /** `<job>/<step>` */
  readonly key: string;
  readonly channel: string;
  /** Null for the channel itself. */
  readonly thread: string | null;
  /** JSON. */
  readonly content: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface RememberedDelivery {
  /** JSON: as it was the first time. */
  readonly content: string;
  /** `sending`: it may or may not have arrived. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused';
  /** When it may have arrived first, milliseconds since the epoch. */
  readonly sendingAt: number | null;
  readonly channel: string;
  /** Null as long as it is not there, and for what is no message. */
  readonly ts: string | null;
  /** What Slack calls the file that was uploaded for it. */
  readonly file: string | null;
  /** JSON: why it is not there. */
  readonly failure: string | null;
}

export interface Deliveries {
  /** What is remembered under its key: from now on this, where there was nothing. */
  begin(delivery: NewDelivery): Promise<RememberedDelivery>;
  /** Whether it was begun. */
  has(key: string): Promise<boolean>;
  /** It is being sent. @param at milliseconds since the epoch */
  sending(key: string, at: number): Promise<void>;
  /** A file lies ready for it, and what is said of it. @param content JSON */
  uploaded(key: string, file: string, content: string): Promise<void>;
  /** Slack does not know that file any more. */
  lost(key: string): Promise<void>;
  sent(key: string, message: { readonly channel: string; readonly ts: string | null }): Promise<void>;
  /** It will not be there. @param failure JSON */
  refused(key: string, failure: string): Promise<void>;
  /**
   * What will not be there may be after all. Nothing changes for what is there, or is being sent.
   *
   * @param isNowhere whether that failure, JSON, says that it is surely not there: then it is forgotten, else it is looked for before it is sent
   */
  anew(key: string, isNowhere: (failure: string) => boolean): Promise<void>;
}

function remembered(row: Selectable<DeliveryTable>): RememberedDelivery {
  const { content, state, sending_at: sendingAt, channel, ts, file, failure } = row;
  return { content, state, sendingAt, channel, ts, file, failure };
}

export function createDeliveries(db: Kysely<Tables>): Deliveries {
  const update = (key: string) => db.updateTable('delivery').where('key', '=', key);

  return {
    async begin({ key, channel, thread, content, at }) {
      const none = { sending_at: null, ts: null, file: null, failure: null };
      await db
        .insertInto('delivery')
        .values({ key, channel, thread, content, state: 'waiting', created_at: at, ...none })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const found = db.selectFrom('delivery').selectAll().where('key', '=', key);
      return remembered(await found.executeTakeFirstOrThrow());
    },
    async has(key) {
      const begun = db.selectFrom('delivery').select('key').where('key', '=', key);
      return (await begun.executeTakeFirst()) !== undefined;
    },
    async sending(key, at) {
      await update(key)
        .set(({ fn, ref, val }) => ({
          state: 'sending',
          // An attempt before this one may be the one that arrived.
          sending_at: fn.coalesce(ref('sending_at'), val(at)),
        }))
        .execute();
    },
    async uploaded(key, file, content) {
      await update(key).set({ file, content }).execute();
    },
    async lost(key) {
      await update(key).set({ file: null }).execute();
    },
    async sent(key, { channel, ts }) {
      await update(key).set({ state: 'sent', channel, ts }).execute();
    },
    async refused(key, failure) {
      await update(key).set({ state: 'refused', failure }).execute();
    },
    async anew(key, isNowhere) {
      const refused = db.selectFrom('delivery').selectAll().where('key', '=', key);
      const known = await refused.where('state', '=', 'refused').executeTakeFirst();
      if (!known) return;
      if (known.sending_at === null || isNowhere(known.failure ?? 'null'))
        await db.deleteFrom('delivery').where('key', '=', key).where('state', '=', 'refused').execute();
      else
        await update(key).set({ failure: null, state: 'sending' }).where('state', '=', 'refused').execute();
    },
  };
}
