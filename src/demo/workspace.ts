/** The workspace of the demo's local Slack. Its tokens open nothing else. */
import { type SlackSettings, USUAL_COMMAND } from '../slack/connection/settings.ts';
import type { LocalSlack, Workspace } from './local-slack.ts';

export const CHANNEL = { id: 'C0INCIDENT', name: 'incidents' } as const;
/** Where the bot speaks first. */
export const ALERTS_CHANNEL = { id: 'C0ALERTS', name: 'network-alerts' } as const;
/** Where findings can be passed on to. */
const OTHER_CHANNELS = [
  { id: 'C0DATABASES', name: 'team-databases' },
  { id: 'C0NETWORK', name: 'team-network' },
] as const;
export const YOU = 'U0YOU';
const BOT = 'U0FLOWS';

export const WORKSPACE: Workspace = {
  workspace: { name: 'flows demo', domain: 'flows-demo', teamId: 'T0DEMO' },
  app: {
    appId: 'A0FLOWS',
    botUserId: BOT,
    botName: 'flows',
    botToken: 'xoxb-demo',
    appToken: 'xapp-demo',
    signingSecret: '00000000000000000000000000000000',
    mode: 'socket',
  },
  users: [{ id: YOU, name: 'you', real_name: 'You', tz: 'UTC' }],
  channels: [CHANNEL, ALERTS_CHANNEL, ...OTHER_CHANNELS].map((channel) => ({
    ...channel,
    members: [YOU, BOT],
  })),
};

/** How the bot reaches it. */
export function settingsFor({ url }: LocalSlack, app = WORKSPACE.app): SlackSettings {
  const { botToken, appToken } = app;
  return {
    botToken,
    appToken,
    signingSecret: null,
    port: null,
    apiUrl: `${url}/api/`,
    command: USUAL_COMMAND,
    form: 'classic',
  };
}
