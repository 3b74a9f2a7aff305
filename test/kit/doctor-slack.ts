/** Slack as it answers doctor: who the bot is, which scopes its token has, what its clock says, and whether a socket can be opened. */
import nock from 'nock';
import { onTestFinished } from 'vitest';
import { OPTIONAL_SCOPES, SCOPES } from '../../src/setup/doctor/scopes.ts';
import { NOW } from './doctor.ts';

export const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
export const SIGNED_IN = { ok: true, team: 'Acme', user: 'flows' };
export const ALL_SCOPES = [...SCOPES, ...OPTIONAL_SCOPES];

/** Slack, as it answers a bot token and an app-level token. */
export function slack(
  bot: object = SIGNED_IN,
  scopes: readonly string[] = ALL_SCOPES,
  socket: object = { ok: true, url: 'wss://slack' },
  date = NOW,
): void {
  nock('https://slack.com')
    .post('/api/auth.test')
    .reply(200, bot, { 'x-oauth-scopes': scopes.join(','), date: new Date(date).toUTCString() });
  nock('https://slack.com').post('/api/apps.connections.open').reply(200, socket);
  onTestFinished(() => nock.cleanAll());
}
