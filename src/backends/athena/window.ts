/** Which records are in a window, as `overlaps` of a window defines it. */
import type { Window } from '../../query/window.ts';
import { both, type Condition, either, plain } from './condition.ts';
import { type Has, recordColumn } from './expression.ts';

/**
 * Each time is compared by itself, not the first present of both, so that Trino can leave out the parts of Parquet files whose least and
 * greatest times rule them out; the last conditions are for records that have one of the two only.
 *
 * @param window whole seconds
 */
export function windowSql({ start, end }: Window, has: Has): Condition {
  const [first, last] = [recordColumn('start'), recordColumn('end')];
  const isMissing = (time: string) => plain(`${time} IS NULL`);
  const isThere = (time: string) => plain(`${time} IS NOT NULL`);
  const isBefore = (time: string) => plain(`${time} < ${end}`);
  const isAfter = (time: string) => plain(`${time} >= ${start}`);
  if (!has('start') && !has('end')) return true;
  if (!has('start')) return either(isMissing(last), both(isBefore(last), isAfter(last)));
  if (!has('end')) return either(isMissing(first), both(isBefore(first), isAfter(first)));
  return both(
    either(isMissing(first), isBefore(first)),
    either(isMissing(last), isAfter(last)),
    either(isThere(first), isMissing(last), isBefore(last)),
    either(isThere(last), isMissing(first), isAfter(first)),
  );
}
