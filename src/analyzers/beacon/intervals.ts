/**
 * The times between beats. What follows another within a fraction of the usual time may belong to the same beat: orders are fetched, and what came of
 * them is sent in a connection of its own. So there are two ways to look at them, as they are and by the first of each burst.
 */
import { sumOf } from '../../query/sums.ts';
import { median } from '../detection/order-statistics.ts';

/** More intervals than this tell no more. */
const MOST_INTERVALS = 300;
/** A longer time is a pause, not missed beats: a laptop that was closed. */
const PAUSE_MEDIANS = 8;
const MOST_PAUSES = 0.05;
/** What follows within such a share of the mean time is no beat of its own. Of the intervals of a clock with a shape of 4 one in fifty is shorter. */
const BURST = 0.25;

function between(inOrder: readonly number[]): readonly number[] {
  return inOrder.slice(1).map((start, at) => start - (inOrder[at] ?? start));
}

/** Without pauses, if those are few. */
function withoutPauses(intervals: readonly number[]): readonly number[] {
  const longest = PAUSE_MEDIANS * median(intervals);
  const kept = intervals.filter((interval) => interval <= longest);
  return intervals.length - kept.length <= MOST_PAUSES * intervals.length ? kept : intervals;
}

export function meanOf(intervals: readonly number[]): number {
  return sumOf(intervals) / intervals.length;
}

export interface Intervals {
  /** The newest, seconds. */
  readonly lengths: readonly number[];
  /** All are longer than that, whole seconds. */
  readonly beyond: number;
  /** Connections a second. */
  readonly rate: number;
}

/** The times between beats as they are, and, where there are bursts, by the first of each alone. */
export function looksAt(starts: readonly number[]): readonly Intervals[] {
  const seconds = [...new Set(starts)].sort((a, b) => a - b);
  const plain = withoutPauses(between(seconds));
  const rate = starts.length / (seconds.length * meanOf(plain));
  const beyond = Math.floor(BURST * meanOf(plain));
  const beats: number[] = [];
  for (const second of seconds)
    if (second - (beats.at(-1) ?? Number.NEGATIVE_INFINITY) > beyond) beats.push(second);
  const asTheyAre = { lengths: plain.slice(-MOST_INTERVALS), beyond: 0, rate };
  if (beats.length === seconds.length) return [asTheyAre];
  return [asTheyAre, { lengths: withoutPauses(between(beats)).slice(-MOST_INTERVALS), beyond, rate }];
}
