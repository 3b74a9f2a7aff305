/** Counts of different values that CloudWatch Logs does not count exactly. */
import type { FlowQuery } from '../../query/flow-query.ts';

/**
 * The function `count_distinct` approximates a field of very many values (CloudWatch Logs User Guide, "stats"). How many are very many, it does
 * not say: so many are taken for it, rather too few than too many.
 */
const MANY = 1000;

/** Undefined where all are small enough to be exact. */
export function approximateNote(
  { measures = {} }: FlowQuery<unknown>,
  rows: readonly Readonly<Record<string, unknown>>[],
): string | undefined {
  const names = Object.keys(measures).filter((name) => measures[name]?.kind === 'count-distinct');
  const large = names.filter((name) => rows.some((row) => Number(row[name]) >= MANY));
  return large.length === 0
    ? undefined
    : `CloudWatch Logs approximates how many different values there are where there are many: ${large.join(' and ')} may be off.`;
}
