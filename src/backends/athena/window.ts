/** Which records are in a window, as `overlaps` of a window defines it. */
import type { Window } from '../../query/window.ts';
import { both, type Condition, plain } from './condition.ts';
import { type Has, recordColumn } from './expression.ts';

/**
 * Each time is compared by itself, not the first present of both, so that Trino can leave out the parts of Parquet files whose least and
 * greatest times rule them out; the last conditions are for records that have one of the two only.
 *
 * @param window whole seconds
 */
export function windowSql({ start, end }: Window, has: Has): Condition {
  const [first, last] = [recordColumn('start'), recordColumn('end')];
  if (!has('start') && !has('end')) return true;
  if (!has('start')) return plain(`(${last} IS NULL OR ${last} BETWEEN ${start} AND ${end - 1})`);
  if (!has('end')) return plain(`(${first} IS NULL OR ${first} BETWEEN ${start} AND ${end - 1})`);
  return both(
    plain(`(${first} IS NULL OR ${first} < ${end})`),
    plain(`(${last} IS NULL OR ${last} >= ${start})`),
    plain(`(${first} IS NOT NULL OR ${last} IS NULL OR ${last} < ${end})`),
    plain(`(${last} IS NOT NULL OR ${first} IS NULL OR ${first} >= ${start})`),
  );
}
