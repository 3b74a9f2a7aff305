/** What no listener dealt with: logged, and said to the person who waits for an answer. */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { whereOf } from '../access/whereabouts.ts';
import { failureText } from '../delivery/failure.ts';
import type { Messenger } from '../delivery/messenger.ts';
import { defectMessage } from './defect.ts';
import { deliveryKey } from './delivery-key.ts';

export function tellOfErrors(
  app: App,
  { messenger, log }: { readonly messenger: Messenger; readonly log: Logger },
): void {
  app.error(async ({ error, body }: { readonly error: Error; readonly body: object }) => {
    log.error({ err: error }, 'a listener failed');
    const where = whereOf(body);
    if (!where) return;
    const { user, channel, thread } = where;
    const id = deliveryKey(body);
    const told = await messenger.whisper({ channel, thread }, user, defectMessage(error, '', id));
    if (!told.ok) log.error({ failure: failureText(told.failure) }, 'a person could not be told of that');
  });
}
