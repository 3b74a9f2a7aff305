/** Keeps the log from growing with what anybody may post: a few lines a minute are written, and what came beyond is counted in the next one. */

const MOST = 20;
/** Milliseconds. */
const WITHIN = 60_000;

/** Calls back where there is a line to write. @param untold how many were not written since the one before */
type Tell = (write: (untold: number) => void) => void;

/** @param now milliseconds since the epoch */
export function fewLines(now: () => number): Tell {
  let begun = Number.NEGATIVE_INFINITY;
  let written = 0;
  let untold = 0;
  return (write) => {
    if (now() - begun >= WITHIN) {
      begun = now();
      written = 0;
    }
    if (written === MOST) {
      untold += 1;
      return;
    }
    written += 1;
    write(untold);
    untold = 0;
  };
}
