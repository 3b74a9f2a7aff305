/**
 * Which partitions can hold records of a window, said in comparisons of partition columns with literals, so that Athena reads no other.
 *
 * A file of a flow log holds records that ended in the five minutes that its name tells, and lies in the partition of that time, in UTC (VPC
 * User Guide, "Flow log files"). A record of the window can end as long after it as an aggregation interval is; and delivery is "best effort".
 */
import type { Window } from '../../query/window.ts';
import { type Condition, plain } from './condition.ts';
import type { TimeColumns, TimeLevel } from './time-levels.ts';

/** The stretch of time whose records are in one file, seconds. */
const FILE_SLOT = 300;
/** The longest that records of one interval can be apart (CreateFlowLogs, MaxAggregationInterval: 60 or 600), seconds. */
const LONGEST_AGGREGATION = 600;
/** How late a file may be and still be looked for, seconds; it is typically about ten minutes (VPC User Guide, "Flow logs basics"). */
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

function isWithin({ column, literal, isOrdered }: TimeLevel, low: number, high: number): string {
  if (low === high) return `${column} = ${literal(low)}`;
  if (isOrdered) return `${column} BETWEEN ${literal(low)} AND ${literal(high)}`;
  const values = Array.from({ length: high - low + 1 }, (_, index) => literal(low + index));
  return `${column} IN (${values.join(', ')})`;
}

function joined(first: string, alternatives: readonly string[]): string {
  if (alternatives.length === 0) return first;
  const [only] = alternatives;
  const rest = alternatives.length === 1 ? only : `(${alternatives.join(' OR ')})`;
  return `(${first} AND ${rest})`;
}

/** What the columns hold, one number each; null where they are not bounded. */
type Bound = readonly number[] | null;

/**
 * Alternatives of which one holds for the times from `low` to `high`, both included, within what the columns before hold; none where every time
 * does. There are at most two for each column, however long the time is.
 */
function alternatives(
  levels: readonly TimeLevel[],
  before: readonly number[],
  low: Bound,
  high: Bound,
): readonly string[] {
  const [level, ...rest] = levels;
  if (!level || (!low && !high)) return [];
  const from = low?.[0] ?? level.least;
  const to = high?.[0] ?? level.greatest(before);
  // A bound that leaves nothing out of the first or last value needs no saying.
  const cutsLow = !isExtreme(rest, [...before, from], low?.slice(1), (one) => one.least);
  const cutsHigh = !isExtreme(rest, [...before, to], high?.slice(1), (one, above) => one.greatest(above));
  const lowRest = low && cutsLow ? low.slice(1) : null;
  const highRest = high && cutsHigh ? high.slice(1) : null;
  if (from === to) {
    return [joined(isWithin(level, from, to), alternatives(rest, [...before, from], lowRest, highRest))];
  }
  const first = lowRest ? from + 1 : from;
  const last = highRest ? to - 1 : to;
  return [
    ...(lowRest
      ? [joined(isWithin(level, from, from), alternatives(rest, [...before, from], lowRest, null))]
      : []),
    ...(first <= last ? [isWithin(level, first, last)] : []),
    ...(highRest
      ? [joined(isWithin(level, to, to), alternatives(rest, [...before, to], null, highRest))]
      : []),
  ];
}

function isExtreme(
  levels: readonly TimeLevel[],
  before: readonly number[],
  numbers: readonly number[] | undefined,
  extreme: (level: TimeLevel, before: readonly number[]) => number,
): boolean {
  if (!numbers) return true;
  return levels.every(
    (level, index) => numbers[index] === extreme(level, [...before, ...numbers.slice(0, index)]),
  );
}

/** @param read whole partitions, at least one */
export function timeCondition({ levels }: TimeColumns, { from, to }: PartitionsRead): Condition {
  const low = levels.map(({ at }) => at(from));
  const high = levels.map(({ at }) => at(to - 1));
  const parts = alternatives(levels, [], low, high);
  if (parts.length <= 1) return plain(parts.join(''));
  // The widest column by itself too: a planner that makes nothing of alternatives over several columns still leaves out the rest.
  const [widest] = levels;
  const bounds = widest ? [isWithin(widest, low[0] ?? 0, high[0] ?? 0)] : [];
  return plain([...bounds, `(${parts.join(' OR ')})`].join(' AND '));
}
