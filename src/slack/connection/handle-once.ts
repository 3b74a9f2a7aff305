/**
 * What Slack delivers a second time is acknowledged and nothing else, in one place for all listeners: it repeats events that were acknowledged late,
 * and a socket that breaks may bring anything again.
 *
 * It is remembered as handled only when its listeners are done, so that what a crash cut off is handled when it comes again. What such a listener has
 * taken on as work before is known by its own id.
 */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Handled } from '../../store/handled.ts';
import { wait } from '../wait.ts';
import { acknowledge } from './acknowledge.ts';
import { deliveryKey } from './delivery-key.ts';
import { createOnce } from './once.ts';

/** A store that takes longer must not cost the acknowledgement, milliseconds. */
const PATIENCE = 500;

export interface HandleOnceParts {
  readonly handled: Handled;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function handleOnce(app: App, { handled, now, log }: HandleOnceParts): void {
  const isNew = createOnce();

  async function wasHandled(key: string): Promise<boolean> {
    const told = new AbortController();
    try {
      const late = wait(PATIENCE, told.signal).then(() => false);
      return await Promise.race([handled.has(key), late]);
    } catch (error) {
      log.error({ err: error }, 'it cannot be told whether that was handled before');
      return false;
    } finally {
      told.abort();
    }
  }

  async function remember(key: string): Promise<void> {
    try {
      await handled.enter(key, now());
    } catch (error) {
      log.error({ err: error }, 'it cannot be remembered that this was handled');
    }
  }

  app.use(async ({ body, next, ...args }) => {
    const key = deliveryKey(body);
    if (key === null) return next();
    if (isNew(key) && !(await wasHandled(key))) {
      await next();
      return remember(key);
    }
    log.info({ key }, 'what was delivered twice is left alone');
    const ack = 'ack' in args ? args.ack : undefined;
    if (ack) await acknowledge(() => ack(), log);
  });
}
