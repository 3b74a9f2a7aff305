/** How the bot reaches Slack: the tokens of the environment and the settings of the file, and what must be set together. */
import { z } from 'zod';
import { Port, type ReadEnvironment } from './config-environment.ts';
import { masked } from './config-sentences.ts';
import { type SlackSettings, USUAL_COMMAND } from './slack/connection/settings.ts';

/** Slack takes no spaces and no capitals, and 32 characters at most. */
const SLASH_COMMAND = /^\/[a-z0-9][a-z0-9_-]{0,30}$/;

export const SlackSchema = z.strictObject({
  form: z
    .enum(['auto', 'classic', 'newer'])
    .default('auto')
    .describe(
      'Slack’s own tables and charts as long as the workspace takes them (`auto`), never (`classic`), or tried again every minute (`newer`).',
    ),
  command: z
    .string()
    .regex(
      SLASH_COMMAND,
      'a slash, and then 1 to 31 lower-case letters, digits, dashes and underscores: /flows',
    )
    .default(USUAL_COMMAND)
    .describe(
      'The slash command that people type, as the app’s manifest names it: another one where the workspace has a `/flows` already.',
    ),
  port: Port.optional().describe(
    'The port that the bot listens on: for Slack’s calls over HTTP, and for `GET /healthz`, `/readyz` and `/metrics`. `PORT` comes first; without both it is 3000 in Socket Mode.',
  ),
  apiUrl: z.url('a URL').optional().meta({
    title: 'a URL',
    description: 'Another address of Slack’s Web API, such as a proxy’s. `SLACK_API_URL` comes first.',
  }),
});

export function slackSettings(
  env: ReadEnvironment,
  slack: z.infer<typeof SlackSchema>,
): SlackSettings | null {
  if (env.SLACK_BOT_TOKEN === undefined) return null;
  return {
    botToken: env.SLACK_BOT_TOKEN,
    appToken: env.SLACK_APP_TOKEN ?? null,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    port: env.PORT ?? slack.port ?? null,
    apiUrl: env.SLACK_API_URL ?? slack.apiUrl ?? null,
    command: slack.command,
    form: slack.form,
  };
}

/** What is missing where some of Slack's secrets are set and others not. */
export function halfSetSlack(env: ReadEnvironment, filePort: number | null): string | undefined {
  const port = env.PORT ?? filePort;
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret } = env;
  if (bot === undefined) {
    const other = app
      ? `SLACK_APP_TOKEN is ${masked(app)}`
      : secret
        ? 'SLACK_SIGNING_SECRET is set'
        : undefined;
    return (
      other &&
      `SLACK_BOT_TOKEN in the environment is not set, and ${other}; set the bot token (xoxb-…) too, or neither.`
    );
  }
  if (app || (secret && port)) return undefined;
  const found = `SLACK_BOT_TOKEN is ${masked(bot)}`;
  if (secret) {
    return `PORT in the environment is not set, and ${found} and SLACK_SIGNING_SECRET is set; set PORT (or slack.port) for HTTP, or SLACK_APP_TOKEN (xapp-…) for Socket Mode.`;
  }
  return `SLACK_APP_TOKEN in the environment is not set, and ${found}; set the app-level token (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP.`;
}
