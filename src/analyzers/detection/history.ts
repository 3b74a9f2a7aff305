/** What is remembered of earlier rounds: how much is normal, and who knew whom. Detectors read it, and say what of this round is to be remembered. */

export interface Sample {
  /** Where its time slot starts, seconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** That something was seen before: an edge, a peer, a protocol. Seconds since the epoch. */
export interface Acquaintance {
  readonly first: number;
  readonly last: number;
  /** On so many days of UTC. */
  readonly days: number;
}

export interface History {
  /** Since when it is learned, seconds since the epoch. */
  readonly since: number;
  /** What was measured before the window, the oldest first. Slots of an attack, and those that were not complete, are not among them. */
  samples(series: string): readonly Sample[];
  /** The names of series that begin so. */
  names(prefix: string): readonly string[];
  /** Null for what was never seen. */
  acquaintance(kind: string, key: string): Acquaintance | null;
}

/** What a round adds to the history. What is observed twice for the same slot counts once, the later value. */
export interface Observed {
  /** `series` begins with the detector's id: `reject-spike|eni-1`. */
  readonly samples: readonly (Sample & { readonly series: string })[];
  /** `at` in seconds since the epoch. */
  readonly acquaintances: readonly { readonly kind: string; readonly key: string; readonly at: number }[];
}

export const NOTHING_OBSERVED: Observed = { samples: [], acquaintances: [] };
