/** Against an emulator that knows who is in a channel and what a token may do, which the local Slack does not. */
import { createEmulator } from 'emulate';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SlackApi, startSlackApi } from '../kit/slack-api.ts';
import { startBot } from '../kit/slack-bot.ts';

const TOKENS = { bot: 'xoxb-emulated', admin: 'xoxp-emulated' };
const SCOPES = ['chat:write', 'users:read'];

interface Workspace {
  readonly call: (method: string, args: object, token?: string) => Promise<Record<string, unknown>>;
  readonly api: SlackApi;
  readonly port: number;
}

/** A workspace with a public and a private channel; the bot is not in the private one. */
async function workspace(scopes: readonly string[]): Promise<Workspace> {
  const admin = ['channels:read', 'groups:read', 'channels:history', 'groups:history'];
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        channels: [{ name: 'war-room', is_private: true }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'unused',
            name: 'flows',
            redirect_uris: [],
            scopes,
            bot_id: 'B0FLOWS',
            bot_user_id: 'U0FLOWS',
            bot_name: 'flows',
          },
        ],
        tokens: [
          {
            token: TOKENS.bot,
            type: 'bot',
            user: 'U0FLOWS',
            scopes,
            bot_id: 'B0FLOWS',
            bot_user_id: 'U0FLOWS',
          },
          { token: TOKENS.admin, type: 'user', user: 'admin', scopes: admin },
        ],
      },
    },
  });
  onTestFinished(() => emulator.close());
  // Its response URLs and signed requests; the Web API is the emulator's.
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const settings = { ...api.settings, botToken: TOKENS.bot, apiUrl: `${emulator.url}/api/` };
  const { port } = await startBot(settings);
  async function call(method: string, args: object, token = TOKENS.admin): Promise<Record<string, unknown>> {
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    return (await response.json()) as Record<string, unknown>;
  }
  return { call, api, port: port ?? 0 };
}

async function channelId({ call }: Workspace, name: string): Promise<string> {
  const { channels } = await call('conversations.list', { types: 'public_channel,private_channel' });
  const found = (channels as { id: string; name: string }[]).find((channel) => channel.name === name);
  if (!found) throw new TypeError(`no channel ${name} in ${JSON.stringify(channels)}`);
  return found.id;
}

async function told({ api }: Workspace): Promise<string> {
  await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(1), 10_000);
  return JSON.stringify(api.of('response_url')[0]?.args);
}

describe('the bot in a workspace with rules', () => {
  it('answers in a public channel that nobody invited it to', async () => {
    const at = await workspace(SCOPES);
    const channel = await channelId(at, 'general');

    await at.api.command(at.port, { channel_id: channel });

    const replies = await vi.waitFor(async () => {
      const { messages } = await at.call('conversations.history', { channel });
      const [root] = messages as { ts: string; text: string; reply_count?: number }[];
      if (!root || root.text.startsWith('Running')) throw new Error(`not yet: ${JSON.stringify(messages)}`);
      const thread = await at.call('conversations.replies', { channel, ts: root.ts });
      return thread['messages'] as { text: string; blocks: object[] }[];
    }, 10_000);
    expect(replies).toHaveLength(2);
    expect(JSON.stringify(replies[1])).toContain('*Next check*');
  });

  it('says how to invite it where it is not in a private channel', async () => {
    const at = await workspace(SCOPES);

    await at.api.command(at.port, {
      channel_id: await channelId(at, 'war-room'),
      channel_name: 'privategroup',
    });

    expect(await told(at)).toContain('/invite @flows');
  });

  it('names the scope that it lacks', async () => {
    const at = await workspace(['users:read']);

    await at.api.command(at.port, { channel_id: await channelId(at, 'general') });

    expect(await told(at)).toContain('Needed: chat:write');
  });

  it('goes by UTC where it may not read time zones', async () => {
    const at = await workspace(['chat:write']);
    const channel = await channelId(at, 'general');

    await at.api.command(at.port, { channel_id: channel });

    await vi.waitFor(async () => {
      const { messages } = await at.call('conversations.history', { channel });
      expect(JSON.stringify(messages)).toContain('asked by');
      expect(JSON.stringify(messages)).not.toContain('flows-cancel');
    }, 10_000);
  });
});
