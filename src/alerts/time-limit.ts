/** A round that takes longer than it is worth: what it waits for may never answer, and it would keep other sources from being looked at. */

/** Half of what a round looks at: what takes longer does not keep up, and is told of as a failure. Milliseconds. */
const LONGEST = 1_800_000;

export class TooSlow extends Error {
  override readonly name = 'TooSlow';

  constructor() {
    super(
      `A round was given up after ${LONGEST / 60_000} minutes, as the source had not answered. See in the console of its service what its queries wait for; \`alerts health\` tells when rounds succeed again.`,
    );
  }
}

export interface TimeLimit {
  readonly signal: AbortSignal;
  /** A piece of it begins, which has the whole time. */
  begin(): void;
  /** Gives it up where its time is over. */
  check(): void;
}

/** @param monotonic milliseconds of a clock that only goes forward */
export function timeLimit(monotonic: () => number): TimeLimit {
  const over = new AbortController();
  let began = monotonic();
  return {
    signal: over.signal,
    begin() {
      began = monotonic();
    },
    check() {
      if (monotonic() - began > LONGEST) over.abort(new TooSlow());
    },
  };
}
