import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestText } from '../../../src/setup/init/manifest-text.ts';

const MANIFEST = await readFile(new URL('../../../manifest.yml', import.meta.url), 'utf8');

describe('the manifest that init writes', () => {
  it('is the one that flows comes with, under the name that was said', () => {
    const text = manifestText(MANIFEST, { botName: 'netty', command: '/flows', url: null });

    const given = parse(MANIFEST);
    expect(parse(text)).toEqual({
      ...given,
      display_information: { ...given.display_information, name: 'netty' },
      features: { ...given.features, bot_user: { ...given.features.bot_user, display_name: 'netty' } },
    });
    expect(text).toContain('- commands # /flows, and Diagnose flows on a message');
    expect(text.match(/^# .*$/gm)).toHaveLength(1);
  });

  it('names the command that was said, also where it tells what to type', () => {
    const text = manifestText(MANIFEST, { botName: 'flows', command: '/netflow', url: null });

    expect(parse(text).features.slash_commands).toMatchObject([{ command: '/netflow' }]);
    expect(parse(text).display_information.long_description).toContain('`/netflow reject 10.0.1.5`');
    expect(text).not.toContain('/flows');
  });

  it('over HTTP says where Slack calls the bot, for commands, events and buttons', () => {
    const text = manifestText(MANIFEST, {
      botName: 'flows',
      command: '/flows',
      url: 'https://flows.example.com',
    });

    const address = 'https://flows.example.com/slack/events';
    expect(parse(text)).toMatchObject({
      features: { slash_commands: [{ command: '/flows', url: address }] },
      settings: {
        socket_mode_enabled: false,
        event_subscriptions: { request_url: address },
        interactivity: { request_url: address, is_enabled: true },
      },
    });
  });
});
