/** The messages in channels that tell of alerts. Where one stands is known by whoever posted it, whatever else is decided of it meanwhile. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AlertMessageTable } from './alert-tables.ts';
import { Stale } from './stale.ts';
import type { Tables } from './tables.ts';

/** What a message is found by. The rest of it is its writer's. */
export interface StorableAlertMessage {
  readonly id: string;
  readonly channel: string;
  /** `alert`, `digest`. */
  readonly kind: string;
  /** Of UTC: `2026-11-25`. */
  readonly day: string;
  readonly revision: number;
  readonly openedAtMs: number;
  /** What Slack calls it; null before it is posted. */
  readonly ts: string | null;
}

export interface AlertMessages<M extends StorableAlertMessage> {
  get(id: string): Promise<M | null>;
  byIds(ids: readonly string[]): Promise<readonly M[]>;
  /** The one that a channel shows there. */
  at(channel: string, ts: string): Promise<M | null>;
  /** Those of a day of UTC, of all channels. */
  ofDay(day: string): Promise<readonly M[]>;
  /** Those opened since then that are nowhere, though it was decided to post them. @param since milliseconds since the epoch */
  unposted(since: number): Promise<readonly M[]>;
  /** It is there now. The first place is the one. */
  posted(id: string, ts: string): Promise<void>;
  /** @param before as they were read by whoever decided. @throws Stale where one is another by now */
  save(on: Transaction<Tables>, messages: readonly M[], before: readonly M[]): Promise<void>;
}

/** @param parse what a body is, with its keys in one order; throws for what is none */
export function createAlertMessages<M extends StorableAlertMessage>(
  db: Kysely<Tables>,
  parse: (body: unknown) => M,
): AlertMessages<M> {
  const select = () => db.selectFrom('alert_message').selectAll();

  function messageOf({ ts, body }: Selectable<AlertMessageTable>): M {
    return parse({ ...(JSON.parse(body) as object), ts });
  }

  /** Where it stands is a column alone: it is posted while others decide. */
  function bodyOf(message: M): string {
    return JSON.stringify({ ...parse(JSON.parse(JSON.stringify(message))), ts: null });
  }

  function columnsOf(message: M) {
    const { id, channel, kind, day, revision, openedAtMs } = message;
    return { id, channel, kind, day, revision, opened_at: openedAtMs, body: bodyOf(message) };
  }

  async function one(query: ReturnType<typeof select>): Promise<M | null> {
    const row = await query.executeTakeFirst();
    return row ? messageOf(row) : null;
  }

  return {
    get: (id) => one(select().where('id', '=', id)),
    async byIds(ids) {
      if (ids.length === 0) return [];
      const rows = await select().where('id', 'in', ids).orderBy('opened_at').orderBy('id').execute();
      return rows.map(messageOf);
    },
    at: (channel, ts) => one(select().where('channel', '=', channel).where('ts', '=', ts)),
    async ofDay(day) {
      const rows = await select().where('day', '=', day).orderBy('opened_at').orderBy('id').execute();
      return rows.map(messageOf);
    },
    async unposted(since) {
      const rows = await select()
        .where('ts', 'is', null)
        .where('revision', '>', 0)
        .where('opened_at', '>=', since)
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
      return rows.map(messageOf);
    },
    async posted(id, ts) {
      await db
        .updateTable('alert_message')
        .set({ ts })
        .where('id', '=', id)
        .where('ts', 'is', null)
        .execute();
    },
    async save(on, messages, before) {
      const known = new Map(before.map((message) => [message.id, message]));
      for (const message of messages) {
        const was = known.get(message.id);
        const stale = () => new Stale(`The message ${message.id}`);
        if (was) {
          const { numUpdatedRows } = await on
            .updateTable('alert_message')
            .set(columnsOf(message))
            .where('id', '=', message.id)
            .where('body', '=', bodyOf(was))
            .executeTakeFirst();
          if (numUpdatedRows === 0n) throw stale();
        } else {
          const { numInsertedOrUpdatedRows = 0n } = await on
            .insertInto('alert_message')
            .values({ ...columnsOf(message), ts: message.ts })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .executeTakeFirst();
          if (numInsertedOrUpdatedRows === 0n) throw stale();
        }
      }
    },
  };
}
