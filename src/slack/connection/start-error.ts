/** The bot could not start, as sentences that whoever runs it can act on. */
import { type Failure, failureOf, failureText } from '../delivery/failure.ts';

export class StartError extends Error {
  override readonly name = 'StartError';
  readonly attempted: string;
  readonly happened: string;
  readonly todo: string;

  constructor(parts: { attempted: string; happened: string; todo: string; cause?: unknown }) {
    const { attempted, happened, todo, cause } = parts;
    super(`Could not ${attempted}: ${happened} ${todo}`, { cause });
    this.attempted = attempted;
    this.happened = happened;
    this.todo = todo;
  }
}

const TODO: Readonly<Record<Failure['kind'], (token: string) => string>> = {
  refused: (token) => `Check ${token}: it must belong to an app that is installed in the workspace.`,
  'rate-limited': () => 'Start it again in a minute.',
  'not-sent': () => 'Check that this machine reaches Slack (slack.apiUrl, SLACK_API_URL, proxies, DNS).',
  unclear: () =>
    'Check that this machine reaches Slack (slack.apiUrl, SLACK_API_URL, proxies), and status.slack.com.',
};

/** `token` names the variable of the token that the call used. */
export function startError(attempted: string, failure: Failure, token: string): StartError {
  return new StartError({
    attempted,
    happened: `Slack’s answer was ${failureText(failure)}.`,
    todo: TODO[failure.kind](token),
  });
}

/** What is left to whoever runs it, once Slack takes the token no more that it took at the start. */
export function tokenLost(failure: Failure): StartError {
  return new StartError({
    attempted: 'go on with SLACK_BOT_TOKEN',
    happened: `Slack’s answer is ${failureText(failure)} since a moment ago.`,
    todo: 'Copy the bot token from OAuth & Permissions of the app’s settings, where need be after installing it anew, and start flows with it: what was not delivered is gone on with.',
  });
}

export function startErrorOf(attempted: string, error: unknown, token: string): StartError {
  return startError(attempted, failureOf(error), token);
}

/** @param setting what names the port: `PORT (or slack.port)` */
export function portError(attempted: string, error: unknown, setting: string): StartError {
  return new StartError({
    attempted,
    happened: error instanceof Error ? `${error.message}.` : String(error),
    todo: `Set ${setting} to a port that is free.`,
    cause: error,
  });
}
