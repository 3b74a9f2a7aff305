/** What every delivery of Slack's tells besides what it is about: who is in a conversation, and whether another organisation reads it. */
import type { App } from '@slack/bolt';
import type { Members } from './members.ts';
import type { Places } from './places.ts';
import { whereOf } from './whereabouts.ts';

/** Events of somebody who does something in a conversation. */
const DEEDS: ReadonlySet<unknown> = new Set(['app_mention', 'message']);

export interface NoticeParts {
  readonly places: Places;
  readonly members: Members;
}

export function noticeConversations(app: App, { places, members }: NoticeParts): void {
  app.use(async ({ body, next }) => {
    const where = whereOf(body);
    const isEvent = 'event' in body;
    if (where && (!isEvent || DEEDS.has(body.event.type))) members.note(where.user, where.channel);
    if (where && isEvent && body.is_ext_shared_channel === true) places.noteShared(where.channel);
    await next();
  });
}
