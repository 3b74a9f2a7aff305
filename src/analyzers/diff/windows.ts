/** The two windows that are compared, as far as records can tell of them, cut into slots of equal width so that what is usual can be told from what is not. */
import type { Request } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';

/** Widths that divide an hour or a day, seconds. */
const WIDTHS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
/** So many slots in the shorter window show how much a conversation varies by itself; more would only be more rows. */
const SLOTS_WANTED = 12;

export interface Compared {
  /** The earlier one, and the later one up to where records reach. Seconds since the epoch. */
  readonly before: Window;
  readonly after: Window;
  /** Seconds. */
  readonly slotSeconds: number;
}

/** The widest slot of which the shorter window still has enough, and never narrower than what one record stands for. */
export function slotSeconds(windows: readonly Window[], aggregationInterval: number): number {
  const shortest = Math.min(...windows.map(({ start, end }) => end - start));
  const fitting = WIDTHS.filter((width) => width * SLOTS_WANTED <= shortest);
  return Math.max(fitting.at(-1) ?? 60, aggregationInterval);
}

export function bothWindows({ window, versus }: Request): {
  readonly before: Window;
  readonly after: Window;
} {
  if (!versus) throw new TypeError('A comparison needs two windows.');
  return { before: versus, after: window };
}

/** The slots of a window, by where each starts, seconds since the epoch: as slots are counted from there, the first may begin before the window. */
export function slotsOf({ start, end }: Window, width: number): readonly number[] {
  const first = Math.floor(start / width) * width;
  return Array.from(
    { length: Math.max(0, Math.ceil((end - first) / width)) },
    (_, index) => first + index * width,
  );
}
