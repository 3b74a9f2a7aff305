/** How likely chance alone is to make a difference: the tests that a comparison leans on. Pure arithmetic. */
import { sumOf } from '../../query/sums.ts';

const SMALL = 32;

/** ln n!, exactly for small n, else by Stirling's series, whose error is then below 1e-9. */
function logFactorial(n: number): number {
  if (n < SMALL) {
    let total = 0;
    for (let factor = 2; factor <= n; factor += 1) total += Math.log(factor);
    return total;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * The chance that, of `drawn` out of `all` things, at least `marked` are among the `markable` (the upper tail of the hypergeometric
 * distribution: Fisher's exact test of a table of two by two).
 */
export function chanceOfAtLeast(marked: number, drawn: number, markable: number, all: number): number {
  let total = 0;
  for (let hit = Math.max(marked, drawn - (all - markable)); hit <= Math.min(drawn, markable); hit += 1) {
    total += Math.exp(
      logChoose(markable, hit) + logChoose(all - markable, drawn - hit) - logChoose(all, drawn),
    );
  }
  return Math.min(1, total);
}

/** Pearson's statistic of counts around their own mean. */
function scatter(values: readonly number[]): number {
  const mean = sumOf(values) / values.length;
  return mean === 0 ? 0 : sumOf(values.map((value) => (value - mean) ** 2)) / mean;
}

/** A normal deviate with the same tail as a deviate of Student's t (Wallace 1959), so that few slots count for less. */
function normalised(t: number, freedom: number): number {
  const size = Math.sqrt(freedom * Math.log1p(t ** 2 / freedom)) * ((8 * freedom + 1) / (8 * freedom + 3));
  return Math.sign(t) * size;
}

export interface Shift {
  /** The later rate over the earlier one. */
  readonly factor: number;
  /** Standard deviations of what the counts vary by themselves. */
  readonly deviation: number;
}

/** Fewer slots than that in a window do not show how much a count varies. */
const LEAST_SLOTS = 4;

/**
 * How far a count's rate moved between two windows, measured by its own scatter from slot to slot.
 *
 * Network counts scatter far more than Poisson's law says (variance over mean of 14 to 21 for rejected flows), so the logarithm of the ratio of
 * rates is divided by its quasi-Poisson standard error: the dispersion is Pearson's statistic of both windows over its degrees of freedom
 * (McCullagh and Nelder, "Generalized Linear Models", 9.2), at least `unit`. Undefined where a window has too few slots or nothing at all.
 *
 * @param unit the least dispersion: 1 for things that are counted, such as packets
 * @param lengths how long the earlier window is over how long the later one is: slots at its edges may lie partly outside
 */
export function shift(
  before: readonly number[],
  after: readonly number[],
  unit: number,
  lengths: number,
): Shift | undefined {
  const [earlier, later] = [sumOf(before), sumOf(after)];
  if (before.length < LEAST_SLOTS || after.length < LEAST_SLOTS || earlier <= 0 || later <= 0)
    return undefined;
  const freedom = before.length + after.length - 2;
  const dispersion = Math.max(unit, (scatter(before) + scatter(after)) / freedom);
  const factor = (later / earlier) * lengths;
  const error = Math.sqrt(dispersion * (1 / earlier + 1 / later));
  return { factor, deviation: normalised(Math.log(factor) / error, freedom) };
}
