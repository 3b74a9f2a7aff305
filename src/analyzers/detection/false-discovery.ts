/** How unlikely something must be, where thousands of series are looked at in every round and one in ten thousand is always found by chance. */

/**
 * The largest chance that still counts as a discovery, such that at most a share `rate` of all discoveries is expected to be chance
 * (Benjamini and Hochberg 1995); 0 where nothing is one.
 *
 * @param chances of the series that were looked at; `tests` of them, where those that are surely normal are not among them
 */
export function discoveryThreshold(chances: readonly number[], rate: number, tests = chances.length): number {
  const sorted = [...chances].sort((a, b) => a - b);
  return sorted.reduce(
    (threshold, chance, at) => (chance <= (rate * (at + 1)) / tests ? chance : threshold),
    0,
  );
}
