/** Measures what Slack sees of the bot: how soon it hears back, and what it answers to each call. */
import type { App } from '@slack/bolt';
import type { Metrics } from './metrics.ts';

/** After whatever else changes when an event is acknowledged: it is measured from outside. */
export function measureAcknowledgements(
  app: App,
  metrics: Pick<Metrics, 'acknowledged'>,
  monotonic: () => number,
): void {
  const handle = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const began = monotonic();
    const ack: typeof event.ack = async (response) => {
      await event.ack(response);
      metrics.acknowledged((monotonic() - began) / 1000);
    };
    return handle({ ...event, ack });
  };
}

/** `https://slack.com/api/chat.postMessage`: the last part. Response URLs have none that says anything, and are secret. */
export function methodOf(url: string): string {
  return /\/api\/([a-zA-Z.]+)$/.exec(new URL(url).pathname)?.[1] ?? 'response_url';
}

/** @param call made as it is, and counted */
export function measuredFetch(metrics: Pick<Metrics, 'called'>, call: typeof fetch): typeof fetch {
  return async (input, init) => {
    const method = methodOf(input instanceof Request ? input.url : String(input));
    try {
      const response = await call(input, init);
      metrics.called(method, String(response.status));
      return response;
    } catch (error) {
      metrics.called(method, 'failed');
      throw error;
    }
  };
}
