/** A share as it was asked for. JSON-safe: it is done later, maybe by another process. */

export interface Sharing {
  /** The id of the question whose answer is shared. */
  readonly question: string;
  /** A Slack user id. */
  readonly by: string;
  /** Null where it is only added to an incident. */
  readonly channel: string | null;
  /** The number of an incident that it is added to. */
  readonly incident: number | null;
  /** As typed: untrusted. Empty where there is none. */
  readonly comment: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The kind of its work. */
export const SHARE = 'share';
