/** A bot that hears alarms of other tools, with a Slack and an SNS beside it. */
import { onTestFinished, vi } from 'vitest';
import type { BotParts } from '../../src/slack/bot.ts';
import { type SlackApi, startSlackApi } from './slack-api.ts';
import { startBot } from './slack-bot.ts';
import { CERTIFICATE, TOPIC } from './sns.ts';

export const ALARMS = { topics: [TOPIC], channel: 'C0ALARMS', perHour: 3 };

export async function alarmed(changes: Partial<BotParts> = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const fetch = async () => new Response(CERTIFICATE);
  const { port } = await startBot(api.settings, { alarms: ALARMS, fetch, ...changes });
  const send = (message: object, headers = {}) =>
    globalThis.fetch(`http://127.0.0.1:${port}/alarms/sns`, {
      method: 'POST',
      body: JSON.stringify(message),
      headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers },
    });
  return { api, port: port ?? 0, send };
}

export function texts(api: SlackApi, method: string): readonly string[] {
  return api.of(method).map(({ args }) => JSON.stringify(args['blocks'] ?? args['text']));
}

/** Much is done at the same time where tests run. */
export const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });
