/**
 * How likely a count is where counts come in bursts. Rejections of internet background vary 14 to 21 times as much as Poisson's law allows,
 * so that law would find something unusual every hour.
 */
import { incompleteBeta } from './incomplete-beta.ts';
import { interquartileRange, trimmedMean } from './order-statistics.ts';

export interface CountLaw {
  readonly mean: number;
  /** Above the mean. */
  readonly variance: number;
}

/** Of each end, what is left out of the mean: bursts that were not recognised would raise it. */
const TRIMMED = 0.05;
/** The interquartile range of the normal law in standard deviations. */
const RANGE_OF_NORMAL = 1.349;
/** Never less than this over the mean: nothing in a network is rarer in bursts than by chance alone. */
const LEAST_DISPERSION = 1.1;
/** A mean of 0 says that none was seen, not that none can come. */
const LEAST_MEAN = 0.1;

/** The law of counts that are mostly normal: a few that are not, and are large, do not move it. */
export function robustLaw(counts: readonly number[]): CountLaw {
  const mean = Math.max(LEAST_MEAN, trimmedMean(counts, TRIMMED));
  const spread = interquartileRange(counts) / RANGE_OF_NORMAL;
  return { mean, variance: Math.max(spread ** 2, LEAST_DISPERSION * mean) };
}

/** The chance of `count` or more. */
export function tailOf(count: number, { mean, variance }: CountLaw): number {
  if (count <= 0) return 1;
  const excess = Math.max(variance - mean, 1e-9 * mean);
  const whole = mean + excess;
  return incompleteBeta(excess / whole, mean / whole, count, mean ** 2 / excess);
}
