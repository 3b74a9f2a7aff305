/**
 * Which partitions can hold records of a window, said in comparisons of partition columns with literals, so that Athena reads no other.
 *
 * A file of a flow log holds records that ended in the five minutes that its name tells, and lies in the partition of that time, in UTC (VPC
 * User Guide, "Flow log files"). A record of the window can end as long after it as an aggregation interval is; and delivery is "best effort".
 */
import type { Window } from '../../query/window.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { both, type Condition, either, isAmong, plain } from './condition.ts';
import type { TimeColumns, TimeLevel } from './time-levels.ts';

/** The stretch of time whose records are in one file, seconds. */
const FILE_SLOT = 300;
/** How late a file may be and still be looked for, seconds; it is typically about ten minutes (VPC User Guide, "Flow log records"). */
const LATE_DELIVERY = 3600;

const UNIT_SECONDS = { day: 86_400, hour: 3600 } as const;

/** What of a table a statement reads. */
export interface PartitionsRead {
  /** Seconds since the epoch, rounded out to whole partitions; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  readonly unit: 'day' | 'hour';
  /** Days or hours, whatever other partition columns multiply them with. */
  readonly count: number;
}

/** @param window seconds since the epoch, not before it */
export function partitionsRead({ start, end }: Window, unit: 'day' | 'hour'): PartitionsRead {
  const seconds = UNIT_SECONDS[unit];
  const from = Math.floor(Math.max(0, start - FILE_SLOT) / seconds) * seconds;
  const to = Math.ceil((end + LONGEST_AGGREGATION + LATE_DELIVERY) / seconds) * seconds;
  return { from, to, unit, count: (to - from) / seconds };
}

function isWithin({ column, literal, isOrdered }: TimeLevel, low: number, high: number): Condition {
  if (low !== high && isOrdered) return plain(`${column} BETWEEN ${literal(low)} AND ${literal(high)}`);
  const values = Array.from({ length: high - low + 1 }, (_, index) => plain(literal(low + index)));
  return isAmong(column, values);
}

/** What the columns hold at a time, one number each; null where it leaves nothing out. */
type Bound = readonly number[] | null;

/** The rest of a bound below the column's first or last value; null where it is the least, or the greatest, that the other columns can hold. */
function below(
  bound: Bound,
  before: readonly number[],
  levels: readonly TimeLevel[],
  extreme: (level: TimeLevel, before: readonly number[]) => number,
): Bound {
  if (!bound) return null;
  const rest = bound.slice(1);
  const isExtreme = levels.every(
    (level, index) => rest[index] === extreme(level, [...before, ...rest.slice(0, index)]),
  );
  return isExtreme ? null : rest;
}

/**
 * Holds for the times from `low` to `high`, both included, within what the columns before hold. It has at most two alternatives for each column,
 * however long the time is.
 */
function isFromTo(
  levels: readonly TimeLevel[],
  before: readonly number[],
  low: Bound,
  high: Bound,
): Condition {
  const [level, ...rest] = levels;
  if (!level || (!low && !high)) return true;
  const from = low?.[0] ?? level.least;
  const to = high?.[0] ?? level.greatest(before);
  const lowRest = below(low, [...before, from], rest, ({ least }) => least);
  const highRest = below(high, [...before, to], rest, ({ greatest }, above) => greatest(above));
  const at = (value: number, restLow: Bound, restHigh: Bound) =>
    both(isWithin(level, value, value), isFromTo(rest, [...before, value], restLow, restHigh));
  if (from === to) return at(from, lowRest, highRest);
  const first = lowRest ? from + 1 : from;
  const last = highRest ? to - 1 : to;
  return either(
    lowRest !== null && at(from, lowRest, null),
    first <= last && isWithin(level, first, last),
    highRest !== null && at(to, null, highRest),
  );
}

/** @param read whole partitions, at least one */
export function timeCondition({ levels }: TimeColumns, { from, to }: PartitionsRead): Condition {
  const low = levels.map(({ at }) => at(from));
  const high = levels.map(({ at }) => at(to - 1));
  const [widest, ...others] = levels;
  const [lowest, highest] = [low[0], high[0]];
  const isNarrow = widest === undefined || others.length === 0 || lowest === highest;
  // The widest column by itself too: a planner that makes nothing of alternatives over several columns still leaves out the rest.
  const bounds = isNarrow || isWithin(widest, lowest ?? 0, highest ?? 0);
  // An alternative may leave a narrower column open; where Athena wants its values, they are all said.
  const open = others.filter(({ mustBeFixed }) => mustBeFixed);
  const values = open.map((level) => isWithin(level, level.least, level.greatest([])));
  return both(bounds, ...values, isFromTo(levels, [], low, high));
}
