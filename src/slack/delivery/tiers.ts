/**
 * How often Slack takes each method within a minute, in a whole workspace: the tiers of its page on rate limits, by the page of each method. A tenth
 * is left to other processes of the same app. Opening a modal is not among them: it is done within three seconds or not at all.
 */

const [TIER_2, TIER_3, TIER_4] = [20, 50, 100];
const MINUTE = 60_000;
const OURS = 0.9;

/** Calls that Slack takes within a minute, by method; of those that are not listed, any number. */
export type PerMinute = Readonly<Record<string, number | undefined>>;

/** Of a Slack that has no limits. */
export const UNLIMITED: PerMinute = {};

const SLACK: PerMinute = {
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  'conversations.replies': TIER_3,
  'files.completeUploadExternal': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'usergroups.users.list': TIER_2,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'views.publish': TIER_4,
};

export interface Tiers {
  /** Milliseconds until one more call of the method may be made; 0 for now. */
  until(method: string): number;
  /** It is made now. */
  spend(method: string): void;
  /** How many more may be made now, beside those that are kept for later. */
  left(method: string): number;
  /** Keeps one for later. @returns gives it up, which whoever kept it does right before it calls; null where none is left */
  keep(method: string): (() => void) | null;
}

/** @param now milliseconds of a clock that only goes forward */
export function createTiers(now: () => number, perMinute = SLACK): Tiers {
  const spent = new Map<string, readonly number[]>();
  const kept = new Map<string, number>();

  function most(method: string): number {
    return Math.floor((perMinute[method] ?? Number.POSITIVE_INFINITY) * OURS);
  }

  /** When it was called within the last minute. */
  function recent(method: string): readonly number[] {
    const times = (spent.get(method) ?? []).filter((at) => at > now() - MINUTE);
    spent.set(method, times);
    return times;
  }

  function left(method: string): number {
    if (perMinute[method] === undefined) return Number.POSITIVE_INFINITY;
    return most(method) - recent(method).length - (kept.get(method) ?? 0);
  }

  return {
    until(method) {
      if (perMinute[method] === undefined) return 0;
      const times = recent(method);
      const [freed = 0] = times.slice(-most(method));
      return times.length < most(method) ? 0 : freed + MINUTE - now();
    },
    spend(method) {
      if (perMinute[method] !== undefined) spent.set(method, [...recent(method), now()]);
    },
    left,
    keep(method) {
      if (left(method) <= 0) return null;
      kept.set(method, (kept.get(method) ?? 0) + 1);
      let isKept = true;
      return () => {
        if (isKept) kept.set(method, (kept.get(method) ?? 1) - 1);
        isKept = false;
      };
    },
  };
}
