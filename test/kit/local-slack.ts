/** A local Slack for tests: one process for a file of them, a channel of its own for each test. */
import {
  type LocalSlack,
  NoLocalSlack,
  startLocalSlack,
  type Workspace,
} from '../../src/demo/local-slack.ts';
import { type SlackPost, type SlackUser, sitDown } from '../../src/demo/slack-user.ts';
import { settingsFor as demoSettings } from '../../src/demo/workspace.ts';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { notTested } from './not-tested.ts';

export const ALICE = 'U0ALICE';
export const BOT = 'U0FLOWS';
const CHANNELS = 20;

export const WORKSPACE: Workspace = {
  workspace: { name: 'Test', domain: 'test', teamId: 'T0TEST' },
  app: {
    appId: 'A0FLOWS',
    botUserId: BOT,
    botName: 'flows',
    botToken: 'xoxb-test',
    appToken: 'xapp-test',
    signingSecret: '0123456789abcdef0123456789abcdef',
    mode: 'socket',
  },
  users: [{ id: ALICE, name: 'alice', real_name: 'Alice', tz: 'Europe/Berlin' }],
  channels: Array.from({ length: CHANNELS }, (_, index) => ({
    id: `C0TEST${index}`,
    name: `test-${index}`,
    members: [ALICE, BOT],
  })),
};

/** Whether this platform has one. Says loudly where it has not, since then nothing of it is tested. */
export async function hasLocalSlack(): Promise<boolean> {
  try {
    await (await startLocalSlack(WORKSPACE)).stop();
    return true;
  } catch (error) {
    if (!(error instanceof NoLocalSlack)) throw error;
    if (process.platform === 'linux' && process.arch === 'x64') throw error;
    return notTested('the bot in a local Slack', error.message);
  }
}

export function settingsFor(slack: LocalSlack): SlackSettings {
  return demoSettings(slack, WORKSPACE.app);
}

let used = 0;

/** Alice in a channel that no other test writes in. */
export function aliceIn({ url }: LocalSlack, channel = `C0TEST${used++ % CHANNELS}`): SlackUser {
  return sitDown({ url, channel, user: ALICE });
}

export function textOf(post: SlackPost | undefined): string {
  return JSON.stringify(post ?? null);
}

interface Button {
  readonly action_id: string;
  readonly value: string;
}

/** The first button of a message. */
export function buttonOf({ blocks = [] }: SlackPost): Button {
  const [button] = blocks.flatMap((block) =>
    block.type === 'actions' ? (block['elements'] as Button[]) : [],
  );
  if (!button) throw new TypeError('the message has no button');
  return button;
}
