/** What Slack's refusals mean to the person who asked, and what they can do. Codes: Slack's reference of `chat.postMessage`. */
import { type Failure, failureText } from './failure.ts';

export interface Problem {
  /** One sentence: why the answer cannot be written there. */
  readonly problem: string;
  readonly todo: string;
}

/** The bot is not there. */
const NOT_THERE: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

const ANOTHER_CHANNEL = 'Ask in another channel, or in a direct message with me.';
export const REINSTALL =
  'Whoever manages this app in Slack has to install it again with the scopes of manifest.yml.';
const NEW_TOKEN = 'Whoever runs this bot has to set a valid SLACK_BOT_TOKEN and start it again.';

const PROBLEMS: Readonly<Record<string, Problem>> = {
  is_archived: { problem: 'This channel is archived, so nobody can write in it.', todo: ANOTHER_CHANNEL },
  restricted_action: {
    problem: 'An administrator allows only some people to post in this channel.',
    todo: ANOTHER_CHANNEL,
  },
  restricted_action_read_only_channel: {
    problem: 'This channel is read-only, so I cannot post in it.',
    todo: ANOTHER_CHANNEL,
  },
  restricted_action_thread_only_channel: {
    problem: 'This channel takes replies in threads only.',
    todo: 'Mention me in a thread with the question instead of using the slash command.',
  },
  restricted_action_non_threadable_channel: {
    problem: 'This channel has no threads, and my answers are threads.',
    todo: ANOTHER_CHANNEL,
  },
  restricted_action_thread_locked: {
    problem: 'This thread is locked, so I cannot reply in it.',
    todo: 'Ask in the channel itself, or in another thread.',
  },
  cannot_reply_to_message: {
    problem: 'Slack takes no replies to that message.',
    todo: 'Ask in the channel itself, or in another thread.',
  },
  missing_scope: { problem: 'This app lacks a permission that posting here needs.', todo: REINSTALL },
  no_permission: { problem: 'This app is not allowed to post here.', todo: REINSTALL },
  not_authed: { problem: 'Slack does not know this bot any more.', todo: NEW_TOKEN },
  invalid_auth: { problem: 'Slack does not accept this bot’s token.', todo: NEW_TOKEN },
  account_inactive: { problem: 'This bot’s account was deactivated.', todo: NEW_TOKEN },
  token_revoked: { problem: 'This bot’s token was revoked.', todo: NEW_TOKEN },
  token_expired: { problem: 'This bot’s token has expired.', todo: NEW_TOKEN },
};

/** What is wrong with the token itself, which asking again does not mend; null where it is something else. */
export function tokenProblem(failure: Failure): Problem | null {
  const known = failure.kind === 'refused' ? PROBLEMS[failure.code] : undefined;
  return known?.todo === NEW_TOKEN ? known : null;
}

/** Between other people, whose conversation has room for nobody else. Ids of direct messages begin with D. */
const NOT_OURS: Problem = {
  problem: 'This is a direct message between other people, so I cannot write in it.',
  todo: 'Ask in a channel, or in a direct message with me.',
};

/** Whether an invitation is all that is missing. */
export function isNotInvited(failure: Failure, channel: string): boolean {
  return failure.kind === 'refused' && NOT_THERE.has(failure.code) && !channel.startsWith('D');
}

export function problemOf(failure: Failure): Problem {
  if (failure.kind === 'refused') {
    const known = PROBLEMS[failure.code];
    const needed = failure.needed ? ` Needed: ${failure.needed}.` : '';
    if (NOT_THERE.has(failure.code)) return NOT_OURS;
    if (known) return { problem: known.problem + needed, todo: known.todo };
  }
  return {
    problem: `Slack did not take my message (${failureText(failure)}).`,
    todo: 'Ask again in a minute; where it stays so, tell whoever runs this bot.',
  };
}
