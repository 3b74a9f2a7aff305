/**
 * How RITA 5 scores a pair for being a beacon, as its documentation describes it (activecm/rita): the mean of four scores of a day's connections.
 * Written anew from the description, to have something to compare with.
 */

const HOURS = 24;
const HOUR = 3600;
const FEWEST_MOMENTS = 4;
const FEWEST_DELTAS = 3;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * sorted.length) - 1))] ?? 0;
}

/** Half for a distribution that leans to no side (Bowley), half for one that is narrow (median absolute deviation). */
function evenness(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, middle, high] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const isLevel = high - low < 10 || middle === low || middle === high;
  const skew = isLevel ? 0 : (low + high - 2 * middle) / (high - low);
  const distances = sorted.map((value) => Math.abs(value - middle)).sort((a, b) => a - b);
  const narrow = middle < 1 ? 0 : Math.max(0, (middle - quantile(distances, 0.5)) / middle);
  return (1 - Math.abs(skew) + narrow) / 2;
}

function hourly(moments: readonly number[], start: number): readonly number[] {
  const counts = Array.from({ length: HOURS }, () => 0);
  for (const moment of moments) {
    const hour = Math.min(HOURS - 1, Math.max(0, Math.floor((moment - start) / HOUR)));
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
}

/** As flat as the hours are, or as well as two heights explain them. */
function flatness(counts: readonly number[]): number {
  const mean = counts.reduce((total, count) => total + count, 0) / HOURS;
  const variance = counts.reduce((total, count) => total + (count - mean) ** 2, 0) / HOURS;
  const active = counts.filter((count) => count > 0);
  const bin = Math.max(1, Math.ceil(Math.max(...counts) * 0.05));
  const heights = new Map<number, number>();
  for (const count of active)
    heights.set(Math.floor(count / bin), (heights.get(Math.floor(count / bin)) ?? 0) + 1);
  const [first = 0, second = 0] = [...heights.values()].sort((a, b) => b - a);
  const twoHeights = active.length >= 11 ? Math.min(1, (first + second) / Math.max(1, active.length - 1)) : 0;
  return Math.max(0, 1 - Math.sqrt(variance) / mean, twoHeights);
}

function longestRun(counts: readonly number[]): number {
  let longest = 0;
  let run = 0;
  for (const count of [...counts, ...counts]) {
    run = count > 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return Math.min(HOURS, longest);
}

function duration(moments: readonly number[], counts: readonly number[]): number {
  if (counts.filter((count) => count > 0).length <= 6) return 0;
  const span = (Math.max(...moments) - Math.min(...moments)) / (HOURS * HOUR);
  return Math.min(1, Math.max(span, longestRun(counts) / 12));
}

/**
 * @param connections starts in whole seconds, and the bytes that the client sent
 * @param start of the day, seconds since the epoch
 * @returns 0 to 1; 0 where there are too few connections
 */
export function ritaScore(
  connections: readonly { readonly at: number; readonly bytes: number }[],
  start: number,
): number {
  const moments = [...new Set(connections.map(({ at }) => at))].sort((a, b) => a - b);
  const deltas = moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment));
  if (moments.length < FEWEST_MOMENTS || deltas.length < FEWEST_DELTAS) return 0;
  const counts = hourly(moments, start);
  const sizes = evenness(connections.map(({ bytes }) => bytes));
  return (evenness(deltas) + sizes + flatness(counts) + duration(moments, counts)) / 4;
}
