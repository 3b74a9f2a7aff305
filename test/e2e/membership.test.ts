/** Against an emulator that knows who is in a channel and what a token may do, which the local Slack does not. */
import { createEmulator } from 'emulate';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SlackApi, startSlackApi } from '../kit/slack-api.ts';
import { startBot } from '../kit/slack-bot.ts';

const TOKENS = { bot: 'xoxb-emulated', admin: 'xoxp-emulated' };
const SCOPES = ['chat:write', 'users:read', 'channels:read', 'groups:read', 'mpim:read'];

interface Workspace {
  readonly call: (method: string, args: object, token?: string) => Promise<Record<string, unknown>>;
  readonly api: SlackApi;
  readonly port: number;
  /** The id of a person who is in every channel. */
  readonly asker: string;
}

/** A workspace with a public and a private channel; the bot is not in the private one. */
async function workspace(scopes: readonly string[]): Promise<Workspace> {
  const readable = ['channels', 'groups', 'mpim'].flatMap((kind) => [`${kind}:read`, `${kind}:history`]);
  const admin = [...readable, 'users:read', 'groups:write', 'channels:write', 'mpim:write'];
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'asker' }],
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
  const { members } = await call('users.list', {});
  const asker = (members as { id: string; name: string }[]).find(({ name }) => name === 'asker')?.id;
  if (asker === undefined) throw new TypeError(`nobody is called asker in ${JSON.stringify(members)}`);
  return { call, api, port: port ?? 0, asker };
}

function asked({ api, port, asker }: Workspace, channel: string): Promise<Response> {
  return api.command(port, { channel_id: channel, user_id: asker });
}

/** The question's message and its answer. */
function answered({ call }: Workspace, channel: string): Promise<{ text: string; blocks: object[] }[]> {
  return vi.waitFor(async () => {
    const { messages } = await call('conversations.history', { channel });
    const [root] = messages as { ts: string; text: string; reply_count?: number }[];
    if (!root || root.text.startsWith('Running')) throw new Error(`not yet: ${JSON.stringify(messages)}`);
    const thread = await call('conversations.replies', { channel, ts: root.ts });
    return thread['messages'] as { text: string; blocks: object[] }[];
  }, 10_000);
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

    await asked(at, channel);

    const replies = await answered(at, channel);
    expect(replies).toHaveLength(2);
    expect(JSON.stringify(replies[1])).toContain('*Next check*');
  });

  it('says how to invite it where it is not in a private channel, and answers where it is', async () => {
    const at = await workspace(SCOPES);
    const channel = await channelId(at, 'war-room');

    await asked(at, channel);
    expect(await told(at)).toContain('Invite me with /invite, then ask again.');

    await at.call('conversations.invite', { channel, users: 'U0FLOWS' });
    await asked(at, channel);
    expect(await answered(at, channel)).toHaveLength(2);
  });

  it('answers in a group direct message that it is in', async () => {
    const at = await workspace(SCOPES);
    const opened = await at.call('conversations.open', { users: `${at.asker},U0FLOWS` });
    const { id } = opened['channel'] as { id: string };

    await asked(at, id);

    expect(await answered(at, id)).toHaveLength(2);
  });

  it.each([
    ['chat:write', 'general', 'Needed: chat:write'],
    ['users:read', 'general', 'I may not read in Slack who you are. Needed: users:read.'],
    [
      'channels:read',
      'general',
      'I may not read in Slack who reads this conversation. Needed: channels:read.',
    ],
    ['groups:read', 'war-room', 'I may not read in Slack who reads this conversation. Needed: groups:read.'],
  ])('without the scope %s refuses in #%s, and names it', async (scope, name, expected) => {
    const at = await workspace(SCOPES.filter((one) => one !== scope));

    await asked(at, await channelId(at, name));

    expect(await told(at)).toContain(expected);
  });
});
