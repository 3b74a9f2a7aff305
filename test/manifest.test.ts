/** The app's manifest against what Slack takes (`Manifest` of @slack/web-api, and the limits that its comments state) and what the bot does. */
import { readdir, readFile } from 'node:fs/promises';
import type { AppsManifestValidateArguments } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { understand } from '../src/commands/answer.ts';
import { VERBS } from '../src/commands/index.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../src/setup/doctor/scopes.ts';
import { DIAGNOSE } from '../src/slack/asking/diagnose.ts';
import { EVENTS_PATH } from '../src/slack/connection/http.ts';
import { USUAL_COMMAND as COMMAND } from '../src/slack/connection/settings.ts';

type Manifest = AppsManifestValidateArguments['manifest'];

const TEXT = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8');
const MANIFEST = parse(TEXT) as Manifest;
const BOT_SCOPES: readonly string[] = MANIFEST.oauth_config?.scopes?.bot ?? [];
const OPTIONAL: readonly string[] = MANIFEST.oauth_config?.scopes?.bot_optional ?? [];
const BOT_EVENTS: readonly string[] = MANIFEST.settings?.event_subscriptions?.bot_events ?? [];

/** The scope that each method needs, as Slack's reference of the method says. */
const METHOD_SCOPES: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'canvases.create': 'canvases:write',
  'canvases.access.set': 'canvases:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'users.info': 'users:read',
  // Of each kind of conversation a scope, of which the bot can do without all but that of direct messages.
  'conversations.history': 'im:history',
  'conversations.replies': 'im:history',
  'conversations.info': 'channels:read',
  'conversations.members': 'channels:read',
  'usergroups.users.list': 'usergroups:read',
  'chat.getPermalink': null,
  'users.conversations': 'channels:read',
  'views.open': null,
  'views.publish': null,
  'views.update': null,
};

/** The scope that each event needs, as Slack's reference of the event says. */
const EVENT_SCOPES: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
};

async function calledMethods(): Promise<readonly string[]> {
  const folder = new URL('../src/slack/', import.meta.url);
  const files = await Promise.all(
    (await readdir(folder, { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const calls = files.flatMap((source) => [...source.matchAll(/\bclient\.(\w+(?:\.\w+)+)\(/g)]);
  return [...new Set(calls.flatMap(([, method]) => method ?? []))].filter(
    (method) => !method.startsWith('on.'),
  );
}

describe('the manifest', () => {
  it('keeps the lengths that Slack takes', () => {
    const { display_information: about, features } = MANIFEST;
    const [command] = features?.slash_commands ?? [];

    expect(about.name.length).toBeLessThanOrEqual(35);
    expect(about.description?.length).toBeLessThanOrEqual(140);
    expect(about.long_description?.length).toBeLessThanOrEqual(4000);
    expect(about.background_color).toMatch(/^#(?:[0-9a-f]{3}){1,2}$/i);
    expect(features?.bot_user?.display_name).toMatch(/^[a-z0-9._-]{1,80}$/);
    expect(command?.command).toMatch(/^\/\S{1,31}$/);
    expect(command?.description.length).toBeLessThanOrEqual(2000);
    expect(command?.usage_hint?.length).toBeLessThanOrEqual(1000);
  });

  it('has the one command that the bot answers, with mentions and channels escaped', () => {
    expect(MANIFEST.features?.slash_commands).toEqual([
      expect.objectContaining({ command: COMMAND, should_escape: true }),
    ]);
  });

  it('has the one shortcut that the bot answers, on messages', () => {
    expect(MANIFEST.features?.shortcuts).toEqual([
      expect.objectContaining({ type: 'message', callback_id: DIAGNOSE }),
    ]);
    const [shortcut] = MANIFEST.features?.shortcuts ?? [];
    expect(shortcut?.name.length).toBeLessThanOrEqual(24);
    expect(shortcut?.description.length).toBeLessThanOrEqual(150);
  });

  it('hints at verbs that there are, and at questions that are understood', () => {
    const hints = MANIFEST.features?.slash_commands?.[0]?.usage_hint?.split(' | ') ?? [];
    const names = VERBS.map(({ name }) => name);

    expect(hints.length).toBeGreaterThan(2);
    expect(hints.map((hint) => hint.split(' ')[0]).filter((verb) => !names.includes(verb ?? ''))).toEqual([]);
    for (const hint of hints.filter((one) => !one.includes('<'))) {
      expect(understand(hint, { now: 1_790_003_600, timeZone: 'UTC' })).not.toMatchObject({
        answer: { kind: 'mistake' },
      });
    }
  });

  it('asks for the scopes that the methods need which the bot calls, and for no others', async () => {
    const methods = await calledMethods();

    expect(methods.filter((method) => !(method in METHOD_SCOPES))).toEqual([]);
    expect(BOT_EVENTS.filter((event) => !(event in EVENT_SCOPES))).toEqual([]);
    const needed = [
      ...methods.flatMap((method) => METHOD_SCOPES[method] ?? []),
      ...BOT_EVENTS.flatMap((event) => EVENT_SCOPES[event] ?? []),
      // Of every kind of conversation, besides direct messages with the bot.
      ...['groups:read', 'mpim:read'],
      'commands',
      // Answers in public channels that nobody invited the bot to.
      'chat:write.public',
    ];
    const always = needed.filter((scope) => !OPTIONAL_SCOPES.includes(scope));
    expect([...BOT_SCOPES].sort()).toEqual([...new Set(always)].sort());
    expect([...OPTIONAL].sort()).toEqual([...OPTIONAL_SCOPES].sort());
    expect([...BOT_SCOPES].sort()).toEqual([...SCOPES].sort());
  });

  it('is for Socket Mode, with buttons, and for whole organisations', () => {
    expect(MANIFEST.settings).toMatchObject({
      socket_mode_enabled: true,
      interactivity: { is_enabled: true },
      org_deploy_enabled: true,
      token_rotation_enabled: false,
    });
  });

  it('says at which path the bot listens over HTTP', () => {
    expect(TEXT).toContain(EVENTS_PATH);
  });
});
