/** What no listener dealt with: logged, and said to the person who waits for an answer. */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { defectMessage } from './defect.ts';
import { failureText } from './failure.ts';
import type { Messenger } from './messenger.ts';

/** The person and the place of any payload of Slack's, where it has them. */
function whereOf(body: object): { user: string; channel: string; thread: string | null } | null {
  const { event = body } = body as { readonly event?: object };
  const parts = event as Readonly<Record<string, unknown>>;
  const user = parts['user_id'] ?? idOf(parts['user']);
  const channel = parts['channel_id'] ?? idOf(parts['channel']);
  const thread = parts['thread_ts'];
  if (typeof user !== 'string' || typeof channel !== 'string') return null;
  return { user, channel, thread: typeof thread === 'string' ? thread : null };
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}

export function tellOfErrors(
  app: App,
  { messenger, log }: { readonly messenger: Messenger; readonly log: Logger },
): void {
  app.error(async ({ error, body }: { readonly error: Error; readonly body: object }) => {
    log.error({ err: error }, 'a listener failed');
    const where = whereOf(body);
    if (!where) return;
    const { user, channel, thread } = where;
    const told = await messenger.whisper({ channel, thread }, user, defectMessage(error, ''));
    if (!told.ok) log.error({ failure: failureText(told.failure) }, 'a person could not be told of that');
  });
}
