/** How many of what happened lie close together, at the most. */

/** The most of the times, which ascend, that lie within so many seconds. */
export function mostWithin(times: readonly number[], seconds: number): number {
  let from = 0;
  let high = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[from] ?? time) >= seconds) from += 1;
    high = Math.max(high, index - from + 1);
  }
  return high;
}
