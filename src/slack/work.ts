/**
 * Work that outlives the process: an answer, a share, a report. It is written down before it is acknowledged, and its messages are named, so that
 * it can be done again from its beginning after a crash: what was delivered already is not delivered again.
 */
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../store/tables.ts';
import type { Address } from './address.ts';
import type { Forms, Messenger, Posted } from './messenger.ts';
import type { Delivery } from './outbox.ts';
import type { Attachment } from './upload.ts';

/** The deliveries of one piece of work. The same `step` of the same work is delivered once, with the content that it had first. */
export interface Steps {
  /** Never rejects. */
  post(step: string, to: Address, forms: Forms): Promise<Delivery<Posted>>;
  /** Replacing a message twice is the same as once. Never rejects. */
  replace(at: Posted, forms: Forms): Promise<Delivery<unknown>>;
  /** Never rejects. */
  attach(step: string, to: Address, file: Attachment): Promise<Delivery<unknown>>;
}

/** Does the work from its beginning, as often as it takes. It must come to the same each time: what it decides, it writes down. */
export type Worker<Input> = (id: string, input: Input, steps: Steps) => Promise<void>;

export interface TakenWork {
  /** False where it was handed in before. */
  readonly isNew: boolean;
  /** Resolves when it is done. */
  readonly done: Promise<void>;
}

export interface Work {
  /** Who does work of this kind; `Input` is JSON-safe. Before the bot starts. */
  hire<Input>(kind: string, worker: Worker<Input>): void;
  /** Takes work on: resolves when it is written down. @param id what asked for it, the same when it is delivered twice */
  take(kind: string, id: string, input: unknown): Promise<TakenWork>;
}

export interface WorkParts {
  readonly db: Kysely<Tables>;
  readonly messenger: Messenger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function createWork({ db, messenger, now, log }: WorkParts): Work {
  const workers = new Map<string, Worker<unknown>>();
  const steps: Steps = {
    post: (_, to, forms) => messenger.post(to, forms),
    replace: (at, forms) => messenger.replace(at, forms),
    attach: (_, to, file) => messenger.attach(to, file),
  };

  async function finish(id: string, kind: string, input: unknown): Promise<void> {
    try {
      await workers.get(kind)?.(id, input, steps);
    } catch (error) {
      log.error({ err: error, work: id, kind }, 'work was not done');
    }
    await db.updateTable('job').set({ state: 'done' }).where('id', '=', id).execute();
  }

  return {
    hire: (kind, worker) => {
      workers.set(kind, worker as Worker<unknown>);
    },
    async take(kind, id, input) {
      const { numInsertedOrUpdatedRows: inserted = 0n } = await db
        .insertInto('job')
        .values({
          id,
          kind,
          input: JSON.stringify(input),
          state: 'open',
          created_at: now(),
          owner: null,
          lease_until: 0,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      const isNew = inserted > 0n;
      return { isNew, done: isNew ? finish(id, kind, input) : Promise.resolve() };
    },
  };
}
