/** The HTTPS endpoint for Amazon SNS. TLS ends before it, at a load balancer or proxy. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFetchText } from '../../alarms/fetch-text.ts';
import { createReceive, type Receive } from '../../alarms/receive.ts';
import { ALARM_DEFAULTS } from '../../alarms/settings.ts';
import { createSignatures } from '../../alarms/signature.ts';
import type { BotParts } from '../bot-parts.ts';
import { bodyOf, type Route } from '../connection/route.ts';
import type { Work } from '../delivery/work.ts';
import { ALARM, type AlarmInput } from './work.ts';

const ALARMS_PATH = '/alarms/sns';

/** SNS signs only what it wraps: with raw delivery there is no signature to check (SNS Developer Guide, "Raw message delivery"). */
function isRaw({ headers }: IncomingMessage): boolean {
  return headers['x-amz-sns-rawdelivery'] === 'true';
}

function alarmsRoute(receive: Receive): Route {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = isRaw(request) ? null : await bodyOf(request);
    const status = body === null ? 400 : await receive(body);
    response.writeHead(status, { 'cache-control': 'no-store' }).end();
  }
  return {
    path: ALARMS_PATH,
    method: 'POST',
    handle: (request, response) => void answer(request, response),
  };
}

/** One route where topics are named and a channel to tell of them; else none. @param work once the bot has been put together */
export function alarmsRoutes(
  { alarms = ALARM_DEFAULTS, fetch = globalThis.fetch, now, log }: BotParts,
  work: () => Work,
): readonly Route[] {
  const { topics, channel } = alarms;
  if (topics.length === 0 || channel === null) return [];
  const fetchText = createFetchText(fetch);
  const receive = createReceive({
    ...{ settings: alarms, fetchText, now, log },
    signatures: createSignatures(fetchText, now),
    async take(id, alarm) {
      const input: AlarmInput = { alarm, channel };
      const { done } = await work().take(ALARM, `alarm-${id}`, input);
      done.catch((error: unknown) => log.error({ err: error, id }, 'an alarm was not told'));
    },
  });
  return [alarmsRoute(receive)];
}
