/**
 * How likely so many sources are in three slots in a row. Where the background varies much, three times as many are no great surprise in any one
 * slot, and a great one in three; how much three together vary is measured, since a busy slot is often followed by another.
 */
import { baselineAt, pooledBaseline } from '../detection/baseline.ts';
import type { Sample } from '../detection/history.ts';
import { tailOf } from '../detection/negative-binomial.ts';

/** Slots. */
export const ROW = 3;
/** The highest counts as so many times the second at most: one burst alone is no surge. */
const HIGHEST = 1.5;

/** Of every three slots in a row, at the last of them. */
function sumsOf(samples: readonly Sample[], width: number): readonly Sample[] {
  return samples.flatMap(({ at, value }, index) => {
    const [first, second] = [samples[index - 2], samples[index - 1]];
    const isWhole = first && second && at - second.at === width && second.at - first.at === width;
    return isWhole ? [{ at, value: first.value + second.value + value }] : [];
  });
}

function withoutBurst(values: readonly number[]): number {
  const [highest = 0, second = 0, lowest = 0] = [...values].sort((a, b) => b - a);
  return Math.min(highest, HIGHEST * second) + second + lowest;
}

/**
 * For every slot, the chance of as many as in it and the two before; 1 where that is not known.
 *
 * @param known what was counted in other slots, the oldest first
 * @param isHindsight whether what came later tells what is normal too
 */
export function chancesInARow(
  slots: readonly Sample[],
  known: readonly Sample[],
  width: number,
  isHindsight: boolean,
): readonly number[] {
  const sums = sumsOf(known, width);
  const whole = isHindsight ? pooledBaseline(sums, '') : null;
  return slots.map(({ at }, index) => {
    const row = slots.slice(Math.max(0, index - ROW + 1), index + 1);
    if (row.length < ROW) return 1;
    const law = (baselineAt(sums, at) ?? whole)?.law;
    return law ? tailOf(Math.round(withoutBurst(row.map(({ value }) => value))), law) : 1;
  });
}
