/** The manifest of the Slack app with the bot's name in it, and over HTTP with where Slack reaches it. */
import { parseDocument } from 'yaml';
import { EVENTS_PATH } from '../../slack/connection/http.ts';
import { USUAL_COMMAND } from '../../slack/connection/settings.ts';
import type { Answers } from './answers.ts';

/** Where over HTTP the same address stands: of the command, of events, of buttons and dialogs (Slack, "App manifest reference"). */
const ADDRESSES = [
  ['features', 'slash_commands', 0, 'url'],
  ['settings', 'event_subscriptions', 'request_url'],
  ['settings', 'interactivity', 'request_url'],
] as const;

const HEAD =
  ' The Slack app: paste this at https://api.slack.com/apps?new_app=1 under "From a manifest", and install the app.';

/** @param manifest that of the repository, as it stands */
export function manifestText(
  manifest: string,
  { botName, command, url }: Pick<Answers, 'botName' | 'command' | 'url'>,
): string {
  // What its head says of how it is changed for HTTP is done here.
  const document = parseDocument(manifest.replace(/^(?:#.*\n)+/, '').replaceAll(USUAL_COMMAND, command));
  document.commentBefore = HEAD;
  document.setIn(['display_information', 'name'], botName);
  document.setIn(['features', 'bot_user', 'display_name'], botName);
  document.setIn(['settings', 'socket_mode_enabled'], url === null);
  if (url !== null)
    for (const path of ADDRESSES) document.setIn(path, `${new URL(url).origin}${EVENTS_PATH}`);
  return document.toString({ lineWidth: 0 });
}
