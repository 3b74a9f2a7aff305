/** Into which stretches of time a window is divided: of a width that people think in, few enough for one picture. */
import type { Window } from '../../query/window.ts';

/** Seconds: 1, 2, 5, 10, 15 and 30 minutes, 1, 3 and 6 hours, a day, a week. */
const WIDTHS = [60, 120, 300, 600, 900, 1800, 3600, 10_800, 21_600, 86_400, 604_800] as const;
const WEEK = 604_800;

/** So many bars are told apart in a picture and fit into a line of text. */
const MOST_BINS = 60;

export interface Bins {
  /** Where the first one starts, seconds since the epoch: a multiple of their width, as slots are counted. */
  readonly start: number;
  /** Seconds. */
  readonly width: number;
  readonly count: number;
}

/** The least width that gives at most 60 bins; never less than what one record may cover, where that is known (seconds). */
function widthFor(span: number, interval: number | null): number {
  const least = Math.max(span / MOST_BINS, interval ?? 0);
  return WIDTHS.find((width) => width >= least) ?? Math.ceil(least / WEEK) * WEEK;
}

/** Whole bins, so the first and the last may begin before and end after the window. @param interval the longest aggregation interval, seconds */
export function binsOf({ start, end }: Window, interval: number | null): Bins {
  const width = widthFor(end - start, interval);
  const first = Math.floor(start / width) * width;
  return { start: first, width, count: Math.max(1, Math.ceil((end - first) / width)) };
}

/** Where they start, seconds since the epoch. */
export function binStarts({ start, width, count }: Bins): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index * width);
}

/** The window that the bins cover. */
export function binsWindow({ start, width, count }: Bins): Window {
  return { start, end: start + width * count };
}
