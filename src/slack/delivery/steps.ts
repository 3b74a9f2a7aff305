/** The messages and files of one piece of work, each of them delivered once under its name. */
import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Deliveries, RememberedDelivery } from '../../store/deliveries.ts';
import type { Address } from '../address.ts';
import { type Failure, failureText } from './failure.ts';
import { Interrupted } from './interrupted.ts';
import { type Forms, isMarked, type Messenger, type Posted } from './messenger.ts';
import type { DeliverOnce } from './once-delivered.ts';
import type { Delivery, Outbox } from './outbox.ts';
import { passUnlessToken } from './token-refused.ts';
import { type Attachment, handOver, makeVisible } from './upload.ts';

/** A file, or how it is made where it is not there yet; null where there is none after all. */
export type Attachable = Attachment | (() => Promise<Attachment | null>);

/**
 * The deliveries of one piece of work. The same `step` of the same work is delivered once, with the content that it had first. Each rejects only
 * with Interrupted, which whoever works lets through, and for what `attach` is to make.
 */
export interface Steps {
  post(step: string, to: Address, forms: Forms): Promise<Delivery<Posted>>;
  /** Replacing a message twice is the same as once. */
  replace(at: Posted, forms: Forms): Promise<Delivery<unknown>>;
  attach(step: string, to: Address, file: Attachable): Promise<Delivery<unknown>>;
  /** Whether it was begun before, by whichever process. */
  isBegun(step: string): Promise<boolean>;
  /** What Slack did not take under that name, or did not say that it took, may be delivered after all: it was not to be lost. */
  anew(step: string): Promise<void>;
}

export interface StepsParts {
  readonly deliveries: Deliveries;
  readonly client: WebClient;
  readonly outbox: Outbox;
  readonly messenger: Messenger;
  readonly deliverOnce: DeliverOnce;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly log: Logger;
}

/** Codes with which Slack says that it does not know an upload any more (its reference of `files.completeUploadExternal`). */
const UPLOAD_GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted', 'files_not_found']);

/** What a message carries to be known again: everybody in the conversation can read it, so it tells nothing. */
function markFor(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** @param id of the work. @param stillMine rejects with Interrupted where the work is another process's now. */
export function stepsOf(parts: StepsParts, id: string, stillMine: () => Promise<void>): Steps {
  const { messenger, deliveries, deliverOnce, ending, log } = parts;

  return {
    async post(step, to, forms) {
      await stillMine();
      const key = `${id}/${step}`;
      const mark = markFor(key);
      const delivery = await deliverOnce({
        key,
        to,
        content: forms,
        isIt: (message) => isMarked(message, mark),
        async send({ content }, onSending) {
          const posted = await messenger.post(to, JSON.parse(content) as Forms, {
            mark,
            async onSending() {
              // It may have waited long for its turn, and been taken for dead meanwhile.
              await stillMine();
              await onSending();
            },
          });
          if (posted.ok) log.info({ work: id, step, ...posted.value }, 'a message was posted');
          return posted;
        },
      });
      if (!delivery.ok) return delivery;
      const { channel, ts } = delivery.value;
      return { ok: true, value: { channel, ts: ts ?? '' } };
    },
    async replace(at, forms) {
      await stillMine();
      const delivery = await messenger.replace(at, forms);
      if (delivery.ok) {
        log.info({ work: id, ...at }, 'a message was replaced');
        return delivery;
      }
      passUnlessToken(delivery.failure);
      if (delivery.failure.kind !== 'refused' && ending.aborted) throw new Interrupted();
      return delivery;
    },
    async attach(step, to, file) {
      await stillMine();
      return attachOnce(parts, `${id}/${step}`, to, file);
    },
    isBegun: (step) => deliveries.has(`${id}/${step}`),
    async anew(step) {
      await stillMine();
      await deliveries.anew(
        `${id}/${step}`,
        (failure) => (JSON.parse(failure) as Failure | null)?.kind === 'refused',
      );
    },
  };
}

interface Uploaded {
  readonly id: string;
  readonly title: string;
}

function attachOnce(
  parts: StepsParts,
  key: string,
  to: Address,
  file: Attachable,
): Promise<Delivery<unknown>> {
  const { deliverOnce, deliveries } = parts;
  const nowhere = { ok: true, value: { channel: to.channel, ts: null } } as const;

  /** Null where there is none after all. */
  async function uploaded({ file: id, content }: RememberedDelivery): Promise<Delivery<Uploaded | null>> {
    if (id !== null) return { ok: true, value: { id, title: JSON.parse(content) as string } };
    const made = typeof file === 'function' ? await file() : file;
    if (!made) return { ok: true, value: null };
    const { title } = made;
    const taken = await handOver(parts, to.channel, made);
    if (!taken.ok) return taken;
    await deliveries.uploaded(key, taken.value, JSON.stringify(title));
    return { ok: true, value: { id: taken.value, title } };
  }

  return deliverOnce({
    key,
    to,
    content: '',
    isIt: ({ files = [] }, { file: id }) => files.some((one) => one.id === id),
    async send(remembered, onSending) {
      const ready = await uploaded(remembered);
      if (!ready.ok) return ready;
      if (ready.value === null) return nowhere;
      const shown = await makeVisible(parts, to, ready.value, onSending);
      if (shown.ok) return nowhere;
      const { failure } = shown;
      if (failure.kind !== 'refused' || !UPLOAD_GONE.has(failure.code)) return shown;
      await deliveries.lost(key);
      return { ok: false, failure: { kind: 'not-sent', reason: failureText(failure) } };
    },
  });
}
