/**
 * What Slack delivers a second time is acknowledged and nothing else, in one place for all listeners: it repeats events that were acknowledged late,
 * and a socket that breaks may bring anything again, to any process.
 *
 * It is remembered as handled only when its listeners are done, so that what a crash cut off is handled when it comes again. What such a listener has
 * taken on as work before is known by its own id. Who is brought it meanwhile waits for that, and is there if it comes to nothing.
 */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { wait, within } from '../wait.ts';
import { acknowledge } from './acknowledge.ts';
import type { Claim, Claims } from './claims.ts';
import { deliveryKey } from './delivery-key.ts';
import { createOnce } from './once.ts';

/**
 * For so long it is waited for a store that is slow, milliseconds. Events are acknowledged meanwhile, and presses as soon as they are known; what
 * answers in its acknowledgement must not lose it, and does nothing twice that would be wrong.
 */
const PATIENCE = { event: 10_000, press: 1500, other: 500 };
/** By then it is acknowledged, whether or not another process is done with it: Slack waits three seconds. Milliseconds. */
const LATEST = 2000;
/** Milliseconds between two looks whether another process is done with it. */
const GLANCE = 250;

export interface HandleOnceParts {
  readonly claims: Claims;
  readonly log: Logger;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
}

function patienceWith(body: object): number {
  if ('event_id' in body) return PATIENCE.event;
  return 'type' in body && body.type === 'block_actions' ? PATIENCE.press : PATIENCE.other;
}

export function handleOnce(app: App, { claims, log, ending }: HandleOnceParts): void {
  const isNew = createOnce();

  async function claimed(key: string, patience: number): Promise<Claim | 'handled' | 'elsewhere'> {
    const claiming = claims.claim(key);
    return (await within(patience, claiming, null)) ?? lateClaim(claiming);
  }

  /** It is not waited for, but what comes of it is heeded: it is ended as any other. */
  function lateClaim(claiming: Promise<Claim | 'handled' | 'elsewhere'>): Claim {
    const then = async (what: 'done' | 'drop') => {
      const claim = await claiming;
      if (typeof claim === 'object') await claim[what]();
    };
    return { done: () => then('done'), drop: () => then('drop') };
  }

  /** Null where another process has handled it, or this one ends. */
  async function claimedAfter(key: string): Promise<Claim | null> {
    for (;;) {
      await wait(GLANCE, ending);
      if (ending.aborted) return null;
      const claim = await claimed(key, PATIENCE.event);
      if (claim === 'handled') return null;
      if (claim !== 'elsewhere') return claim;
    }
  }

  async function handle(claim: Claim, next: () => Promise<void>): Promise<void> {
    try {
      await next();
    } catch (error) {
      await claim.drop();
      throw error;
    }
    await claim.done();
  }

  app.use(async ({ body, next, ...args }) => {
    const key = deliveryKey(body);
    if (key === null) return next();
    const ack = 'ack' in args ? args.ack : undefined;
    const acknowledged = async () => void (ack && (await acknowledge(() => ack(), log)));
    const claim = isNew(key) ? await claimed(key, patienceWith(body)) : 'handled';
    if (typeof claim === 'object') return handle(claim, next);
    log.info({ key }, 'what was delivered twice is left alone');
    if (claim === 'handled') return acknowledged();
    const over = new AbortController();
    const told = wait(LATEST, over.signal).then(acknowledged);
    const left = await claimedAfter(key).finally(() => over.abort());
    await told;
    if (left) await handle(left, next);
  });
}
