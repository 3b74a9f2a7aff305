/** What is said where no Slack token is set: the bot is the demo then, or does not start, as `npm start` decides it. */
import type { Config, Environment } from '../../config.ts';
import { noDemo } from '../../no-workspace.ts';
import { type Check, problem, warning } from './check.ts';

const ABOUT = 'Slack';
const SET =
  'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment; docs/setting-up.md says where they come from.';

/** @param env of the bot */
export function noSlackCheck(config: Config, env: Environment): Check {
  const refused = noDemo(config, env);
  return refused === null
    ? warning(ABOUT, 'No token is set, so nobody is answered in Slack.', SET)
    : problem(ABOUT, `npm start does not start: ${refused}`, SET);
}
