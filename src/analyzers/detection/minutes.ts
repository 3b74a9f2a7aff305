/** Which minutes records count for: one of ten minutes says only that so much came within them, so it is spread over all of them. */
import { field } from '../../query/expression.ts';
import { count, sum } from '../../query/flow-query.ts';

export const MINUTE = 60;
/** The longest aggregation interval (VPC User Guide, "Aggregation interval"), in minutes. */
const LONGEST = 10;

/**
 * Measures of rows by the minute in which records start. Together they tell how long a record of it takes on average, which neither the flow
 * log's settings nor the starts do: records of ten minutes start with the first packet, which may be in any of them.
 */
export const SPANS = { records: count(), starts: sum(field('start')), ends: sum(field('end')) };

interface Spanning {
  /** The minute in which they start, seconds since the epoch. */
  readonly at: number | null;
  readonly records: number;
  /** Sums of seconds since the epoch. */
  readonly starts: number;
  readonly ends: number;
}

/** The minutes that the records of a row take, each as it starts. */
export function minutesOf({ at, records, starts, ends }: Spanning): readonly number[] {
  if (at === null) return [];
  const minutes = Math.round((ends - starts) / Math.max(1, records) / MINUTE);
  return Array.from({ length: Math.min(LONGEST, Math.max(1, minutes)) }, (_, later) => at + later * MINUTE);
}

/** Rows by each minute that their records take. @param share of a minute: a row that takes two counts for each with a half */
export function byMinute<T extends Spanning>(
  rows: readonly T[],
): ReadonlyMap<number, readonly { readonly row: T; readonly share: number }[]> {
  const minutes = new Map<number, { readonly row: T; readonly share: number }[]>();
  for (const row of rows) {
    const taken = minutesOf(row);
    for (const minute of taken) {
      const known = minutes.get(minute) ?? [];
      minutes.set(minute, known);
      known.push({ row, share: 1 / taken.length });
    }
  }
  return minutes;
}
