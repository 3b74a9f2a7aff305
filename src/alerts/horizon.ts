/** Up to where the records of a source are complete, and which rounds bring the watcher there. Times are seconds since the epoch. */
import type { Window } from '../query/window.ts';

/** Detectors count by slots of so many seconds, so a round ends where one does. */
export const SLOT = 300;
export const HOUR = 3600;
const DAY = 86_400;

/**
 * Seconds after which nearly all records of a moment are there: flow logs deliver to CloudWatch Logs within about 5 minutes and to S3 within about
 * 10, best effort (VPC User Guide, "Flow logs basics"), after an aggregation interval. What comes later is seen by the rounds of the next hour, and
 * later than that once the gap that it leaves is over.
 */
const LAGS: Readonly<Record<string, number>> = { insights: 600, athena: 900 };

/** Whether its records come from AWS, which bills what is scanned, or lie here. */
export function isPaid(kind: string): boolean {
  return kind in LAGS;
}

/** @param newest the end of the newest record, for sources whose records lie here; null where there is none. @returns null where nothing is there yet */
export function horizonOf(kind: string, now: number, newest: number | null): number | null {
  const lag = LAGS[kind];
  if (lag === undefined && newest === null) return null;
  const complete = lag === undefined ? Math.min(now, newest ?? now) : now - lag;
  return Math.floor(complete / SLOT) * SLOT;
}

/** Of the time in which no process was up so much is made up for. */
export const MOST_MADE_UP = DAY;

/** What is not: before where the first round begins that is made up for. Null where all is. */
export function notMadeUp(upTo: number | null, horizon: number): Window | null {
  const end = horizon - MOST_MADE_UP;
  return upTo === null || upTo >= end ? null : { start: upTo, end };
}

/**
 * The ends of the rounds from where it was watched last to where the records are complete: one, or one an hour where more was missed. The first of
 * those sees once more what was looked at last, since some of its records may have come after that.
 */
export function roundEnds(upTo: number | null, horizon: number): readonly number[] {
  const ends: number[] = [];
  const from = Math.max(upTo ?? horizon - HOUR, horizon - MOST_MADE_UP);
  const first = from + (from === upTo && horizon - from > HOUR ? SLOT : HOUR);
  for (let end = first; end < horizon; end += HOUR) ends.push(end);
  return upTo !== null && horizon <= upTo ? [] : [...ends, horizon];
}

/** The last hour of a round: records that came late are in it again. */
export function roundWindow(end: number) {
  return { start: end - HOUR, end };
}

export function dayWindow(end: number) {
  return { start: end - DAY, end };
}

/** Days of the past from which normal is learned, whole ones, the oldest first. */
export function daysToLearn(first: number, until: number): readonly { start: number; end: number }[] {
  const days = [];
  for (let end = until; end > first; end -= DAY) days.unshift({ start: end - DAY, end });
  return days;
}
