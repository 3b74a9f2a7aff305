/** Follows what Slack delivers from its arrival on: what comes of it has its id in the log, and is in its trace. */
import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { deliveryKey } from '../connection/delivery-key.ts';

/** Of a few: `app_mention`, `block_actions`. Whatever else Slack may bring one day is `other`. */
function kindOf(body: object): string {
  if ('command' in body) return 'command';
  if ('event' in body && typeof body.event === 'object') return nameIn(body.event, 'type');
  return nameIn(body, 'type');
}

function nameIn(body: object | null, key: string): string {
  const name: unknown = body && Reflect.get(body, key);
  return typeof name === 'string' && /^[a-z_]{1,40}$/.test(name) ? name : 'other';
}

export interface DeliveriesParts {
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
}

/** After whatever else changes when a delivery is acknowledged: it is told from outside. */
export function followDeliveries(app: App, { telemetry, log, monotonic }: DeliveriesParts): void {
  const handle = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const id = deliveryKey(event.body);
    // A message of a channel in which the bot is may be none of its business.
    const kind = kindOf(event.body);
    const level = kind === 'message' || id === null ? 'debug' : 'info';
    const began = monotonic();
    const attributes = { 'messaging.system': 'slack', 'flows.delivery': kind };
    const followed = { id: id ?? kind, kind: 'receive', spanKind: 'consumer', attributes } as const;
    return telemetry.follow(followed, (span) => {
      log[level]({ kind, retry: event.retryNum ?? 0 }, 'Slack has delivered something');
      const ack: typeof event.ack = async (response) => {
        await event.ack(response);
        const milliseconds = Math.round(monotonic() - began);
        span.set({ 'flows.acknowledged_after_ms': milliseconds });
        log[level]({ kind, milliseconds }, 'a delivery was acknowledged');
      };
      return handle({ ...event, ack });
    });
  };
}
