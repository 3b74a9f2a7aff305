/**
 * What Slack allows an app in one workspace (Slack's page on rate limits, and the tier on the page of each method), each method by itself. Of
 * posts, one a second in each channel: short bursts are let through, so ten seconds may see eleven.
 */
import type { SlackCall } from '../../kit/stateful-slack.ts';
import { type Allowed, type Counted, counting } from './allowed.ts';

const MINUTE = 60_000;
const [TIER_2, TIER_3, TIER_4] = [20, 50, 100].map(
  (requests): Allowed => ({ requests, milliseconds: MINUTE }),
);
const POSTS = { requests: 11, milliseconds: 10_000 };

const TIERS: Readonly<Record<string, Allowed | undefined>> = {
  'chat.update': TIER_3,
  'chat.postEphemeral': TIER_4,
  'conversations.info': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.members': TIER_4,
  'usergroups.users.list': TIER_2,
  'users.info': TIER_4,
  'users.conversations': TIER_3,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
};

export interface SlackLimits {
  /** @returns how long until such a call is taken, milliseconds; 0 where this one is */
  refuse(call: SlackCall, now: number): number;
  /** Calls that were turned away, by method. */
  readonly violations: ReadonlyMap<string, number>;
  /** The most calls of a method within a minute, of those that have a limit. */
  busiest(method: string): number;
}

export function slackLimits(): SlackLimits {
  const counters = new Map<string, Counted>();
  const violations = new Map<string, number>();

  function counterOf({ method, args }: SlackCall): Counted | undefined {
    const isPost = method === 'chat.postMessage';
    const allowed = isPost ? POSTS : TIERS[method];
    if (!allowed) return undefined;
    const key = isPost ? `${method} ${args['channel']}` : method;
    const counter = counters.get(key) ?? counting(allowed);
    counters.set(key, counter);
    return counter;
  }

  return {
    refuse(call, now) {
      const wait = counterOf(call)?.take(now) ?? 0;
      if (wait > 0) violations.set(call.method, (violations.get(call.method) ?? 0) + 1);
      return wait;
    },
    violations,
    busiest: (method) => counters.get(method)?.most ?? 0,
  };
}
