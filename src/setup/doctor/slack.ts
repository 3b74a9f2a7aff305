/** Whether Slack lets the bot in, what it may do there, and whether the clocks of both agree. */
import { LogLevel, WebAPIHTTPError, WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Config } from '../../config.ts';
import { counted } from '../../present/quantities.ts';
import { calledOverHttp } from '../../slack/connection/choose-transport.ts';
import { clientOptions } from '../../slack/connection/client.ts';
import { failureOf, failureText } from '../../slack/delivery/failure.ts';
import { type Check, fine, problem, warning } from './check.ts';
import { clockCheck } from './clock.ts';
import { OPTIONAL_SCOPES, SCOPES } from './scopes.ts';

const ABOUT = 'Slack';

/** What fails is told as what was found. */
const QUIET = { logLevel: LogLevel.ERROR };

type SlackSettings = NonNullable<Config['slack']>;

/** What is done where Slack does not answer. */
export const NOT_REACHED = 'See that this machine reaches https://slack.com, by HTTPS and WebSocket.';

function scopeChecks(granted: readonly string[]): readonly Check[] {
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  const optional = OPTIONAL_SCOPES.filter((scope) => !granted.includes(scope));
  return [
    missing.length === 0
      ? fine(ABOUT, 'The bot token has every scope of the manifest that is needed.')
      : problem(
          ABOUT,
          `The bot token lacks ${missing.join(', ')}.`,
          'Paste manifest.yml under App Manifest of the app’s settings, and install the app anew.',
        ),
    ...(optional.length === 0
      ? []
      : [
          warning(
            ABOUT,
            `The bot token lacks ${optional.join(', ')}, without which less is possible.`,
            'The manifest says what each is for; allow them as the app is installed.',
          ),
        ]),
  ];
}

function clockChecks(theirs: number | null, ours: number): readonly Check[] {
  return theirs === null || Number.isNaN(theirs) ? [] : [clockCheck('Slack’s', ours - theirs)];
}

/** What Slack answers where it was reached and can do nothing just then; null for any other failure. */
function busyCheck(error: unknown): Check | null {
  const failure = failureOf(error);
  if (failure.kind === 'rate-limited')
    return problem(
      ABOUT,
      `Slack answered that it is asked too often (${failureText(failure)}).`,
      `Run flows doctor again in ${counted(failure.seconds, 'second')}.`,
    );
  // What is no code is a page of some proxy.
  const isItsAnswer =
    error instanceof WebAPIHTTPError ||
    (error instanceof WebAPIPlatformError && /^[a-z_]+$/.test(error.data.error));
  if (failure.kind !== 'unclear' || !isItsAnswer) return null;
  return problem(
    ABOUT,
    `Slack answered that it failed itself: ${failure.reason}.`,
    'Run flows doctor again in a minute; https://slack-status.com tells what fails there.',
  );
}

async function botChecks(settings: SlackSettings, now: () => number): Promise<readonly Check[]> {
  let date: string | null = null;
  const call: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    date = response.headers.get('date');
    return response;
  };
  const client = new WebClient(settings.botToken, { ...clientOptions(settings, call), ...QUIET });
  try {
    const { team, user, response_metadata: about } = await client.auth.test();
    return [
      fine(ABOUT, `Signed in to ${team ?? 'a workspace'} as ${user ?? 'a bot'}.`),
      ...scopeChecks(about?.scopes ?? []),
      ...clockChecks(date === null ? null : Date.parse(date), now()),
    ];
  } catch (error) {
    const busy = busyCheck(error);
    if (busy) return [busy];
    const failure = failureOf(error);
    return failure.kind === 'refused'
      ? [
          problem(
            ABOUT,
            `Slack does not take SLACK_BOT_TOKEN: ${failureText(failure)}.`,
            'Copy the bot token (xoxb-…) from OAuth & Permissions of the app’s settings.',
          ),
        ]
      : [problem(ABOUT, `Slack cannot be reached: ${failureText(failure)}.`, NOT_REACHED)];
  }
}

async function socketCheck(settings: SlackSettings, appToken: string): Promise<Check> {
  const client = new WebClient(appToken, { ...clientOptions(settings), ...QUIET });
  try {
    await client.apps.connections.open();
    return fine(ABOUT, 'A socket can be opened (Socket Mode).');
  } catch (error) {
    const busy = busyCheck(error);
    if (busy) return busy;
    const failure = failureOf(error);
    return problem(
      ABOUT,
      `No socket can be opened: ${failureText(failure)}.`,
      failure.kind === 'refused'
        ? 'Make an app-level token (xapp-…) with the scope connections:write under Basic Information, and see that Socket Mode is on.'
        : NOT_REACHED,
    );
  }
}

/** Which commands an app has is told by no method that its tokens may call. */
function commandCheck({ command }: SlackSettings): Check {
  return fine(ABOUT, `It listens to ${command}, which is the command that the app’s manifest must name.`);
}

/** @param now milliseconds since the epoch */
export async function slackChecks(slack: SlackSettings, now: () => number): Promise<readonly Check[]> {
  const http = calledOverHttp(slack);
  const [bot, socket] = await Promise.all([
    botChecks(slack, now),
    !http && slack.appToken !== null ? socketCheck(slack, slack.appToken) : null,
  ]);
  const how = http ? fine(ABOUT, `Slack calls the bot on port ${http.port} (HTTP).`) : socket;
  return [...bot, ...(how ? [how] : []), commandCheck(slack)];
}
