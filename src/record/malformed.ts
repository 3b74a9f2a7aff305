/** Lines that could not be read as records: counted, a few kept to look at, never in the way of the rest. */

/** A line that could not be read as a record. */
export interface MalformedSample {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line, cut to a readable length. */
  readonly text: string;
  readonly reason: string;
}

export interface Malformed {
  readonly count: number;
  /** The first MAX_SAMPLES of them. */
  readonly samples: readonly MalformedSample[];
}

/** How many malformed lines are kept to be shown. */
export const MAX_SAMPLES = 5;

export const NONE_MALFORMED: Malformed = { count: 0, samples: [] };
