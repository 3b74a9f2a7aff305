/** What Slack has brought and the listeners are not done with: it may not be written down yet, so whoever stops the bot waits for it. */
import type { App } from '@slack/bolt';
import { within } from '../wait.ts';

export interface InHand {
  /** Resolves when nothing is in hand, or after so many milliseconds. Never rejects. */
  settled(milliseconds: number): Promise<void>;
}

export function keepInHand(app: Pick<App, 'processEvent'>): InHand {
  const handle = app.processEvent.bind(app);
  const going = new Set<Promise<void>>();
  app.processEvent = (event) => {
    const handling = handle(event).finally(() => going.delete(handling));
    going.add(handling);
    return handling;
  };

  async function lastSettled(): Promise<void> {
    while (going.size > 0) await Promise.allSettled(going);
  }

  return {
    async settled(milliseconds) {
      await within(milliseconds, lastSettled(), null);
    },
  };
}
