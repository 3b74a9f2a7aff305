/** The same question about more time: what people want who see that something began before the window did. */
import type { Request } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import { endedAtAsking, type Moments } from './moment.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each about three times the one before, and none beyond what a question may look at. */
const STEPS: readonly (readonly [seconds: number, words: string])[] = [
  [15 * MINUTE, '15 min'],
  [HOUR, '1 h'],
  [3 * HOUR, '3 h'],
  [12 * HOUR, '12 h'],
  [DAY, '24 h'],
  [3 * DAY, '3 d'],
  [7 * DAY, '7 d'],
  [14 * DAY, '14 d'],
  [31 * DAY, '31 d'],
];

export interface Widened {
  readonly request: Request;
  /** How long it is about then: `3 h`. */
  readonly length: string;
}

function lengthOf({ start, end }: Window): number {
  return end - start;
}

/** Up to now, or at both ends and never beyond now: what the one end cannot take the other does. */
function grown(window: Window, length: number, moments: Moments): Window {
  const { now } = moments;
  const later = Math.floor((length - lengthOf(window)) / 2);
  const end = endedAtAsking(window, moments) ? now : Math.min(window.end + later, now);
  return { start: end - length, end };
}

/** Both windows of a comparison, about the moment between them. */
function comparedOver(
  window: Window,
  versus: Window,
  length: number,
  moments: Moments,
): Pick<Request, 'window' | 'versus'> {
  const slides = endedAtAsking(window, moments) && lengthOf(window) === lengthOf(versus);
  const middle = slides ? moments.now - length : window.start;
  return {
    window: { start: middle, end: Math.min(middle + length, moments.now) },
    versus: { start: middle - length, end: middle },
  };
}

/** @returns null where it is as long as can be, or compares two times that lie apart: more of them would be another comparison. */
export function widened(request: Request, moments: Moments): Widened | null {
  const { window, versus, fresh: _, file: __, ...rest } = request;
  const longest = Math.max(lengthOf(window), versus ? lengthOf(versus) : 0);
  const [seconds, length] = STEPS.find(([step]) => step > longest) ?? [];
  if (seconds === undefined || length === undefined) return null;
  if (!versus) return { request: { ...rest, window: grown(window, seconds, moments) }, length };
  if (versus.end !== window.start) return null;
  return { request: { ...rest, ...comparedOver(window, versus, seconds, moments) }, length };
}
