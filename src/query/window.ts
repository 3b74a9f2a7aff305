/** The stretch of time that a question is about. */

/** Half-open: `start` is in, `end` is not. Both are seconds since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** Whether a record whose interval is [start, end] (seconds, both inclusive as AWS writes them) overlaps the window. A record without times is in every window. */
export function overlaps(
  window: Window,
  start: number | null | undefined,
  end: number | null | undefined,
): boolean {
  const first = start ?? end;
  const last = end ?? start;
  if (first === null || first === undefined || last === null || last === undefined) return true;
  return first < window.end && last >= window.start;
}
