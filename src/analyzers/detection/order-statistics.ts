/** Quantiles and a trimmed mean: what is normal, where some of what was measured is an attack that nobody noticed. */

function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

function quantileOfSorted(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** Interpolated between the two nearest; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  return quantileOfSorted(ascending(values), share);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Width of the middle half. */
export function interquartileRange(values: readonly number[]): number {
  const sorted = ascending(values);
  return quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
}

/** Width of the middle half over the median: 0 where all are equal. */
export function relativeSpread(values: readonly number[]): number {
  return interquartileRange(values) / Math.max(1, median(values));
}

/** The mean without the lowest and the highest `share` of the values; 0 of none. */
export function trimmedMean(values: readonly number[], share: number): number {
  const cut = Math.floor(values.length * share);
  const kept = ascending(values).slice(cut, values.length - cut);
  return kept.length === 0 ? 0 : kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
