/** Events say of their channel whether it is shared with another organisation, which is news where it was shared a moment ago. */
import type { App } from '@slack/bolt';
import type { Desk } from './desk.ts';

export function listenToSharing(app: App, { places }: Pick<Desk, 'places'>): void {
  app.use(async ({ body, next }) => {
    if ('event' in body && body.is_ext_shared_channel === true) {
      const { channel } = body.event;
      const id = typeof channel === 'object' && channel !== null ? Reflect.get(channel, 'id') : channel;
      if (typeof id === 'string') places.noteShared(id);
    }
    await next();
  });
}
