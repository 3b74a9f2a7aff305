/**
 * Tells Slack that an event arrived when its listeners are done with it, which is when what it asks for is written down. Bolt would tell before they
 * begin, and what a crash cut off then would never come again.
 */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { wait } from '../wait.ts';
import { acknowledge } from './acknowledge.ts';

/** Slack waits three seconds; milliseconds. */
const LATEST = 2500;

export function acknowledgeLate(app: App, log: Logger): void {
  const handle = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (!('event_id' in event.body)) return handle(event);
    const done = new AbortController();
    const acknowledged = wait(LATEST, done.signal).then(() => {
      if (!done.signal.aborted) log.warn('an event is acknowledged before its listeners are done with it');
      return acknowledge(() => event.ack(), log);
    });
    try {
      await handle({ ...event, ack: async () => {} });
    } finally {
      done.abort();
      await acknowledged;
    }
  };
}
