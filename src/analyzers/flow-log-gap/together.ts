/** Interfaces that stopped at the same moment: where nothing tells what they have in common, that they stopped together is what they have in common. */
import type { GapScope } from './parameters.ts';
import type { Rhythm } from './rhythm.ts';

/** Seconds. An interface that writes every ten minutes wrote last up to ten minutes before the moment. */
const MOMENT = 900;
/** Fewer than that, or a smaller share of those that wrote until then, are what a deployment or scaling in takes away. */
export const FEWEST = 5;
export const LEAST_SHARE = 0.2;

const HOUR = 3600;
const DAY = 24 * HOUR;
/** What writes at this hour a day or a week ago does not sleep at it, and is older than what scaling brings and takes. */
const BEFORE = [DAY, 7 * DAY] as const;
/** Seconds: it does not go to sleep at the same second every day. */
const SLACK = 900;

/** Nobody knows without a history. */
function wroteAtThisHour(
  { interfaceId, last }: Rhythm,
  { request, detecting: { history } }: GapScope,
): boolean {
  if (!history) return true;
  const hours = history.samples(`flow-log-gap|${interfaceId}`);
  return BEFORE.some((ago) =>
    hours.some(({ at }) => at >= last - ago + SLACK && at <= request.window.end - ago + HOUR),
  );
}

/** The most of the silent that stopped within a moment; none where those are few. @param all what writes, too */
export function stoppedTogether(
  silent: readonly Rhythm[],
  all: readonly Rhythm[],
  scope: GapScope,
): readonly Rhythm[] {
  const steady = silent.filter((one) => wroteAtThisHour(one, scope)).sort((a, b) => a.last - b.last);
  let from = 0;
  let most: readonly Rhythm[] = [];
  for (const [until, { last, isRemembered }] of steady.entries()) {
    // Once no record is left in the window, two that stopped together may be an hour apart.
    const moment = isRemembered ? MOMENT + HOUR : MOMENT;
    while ((steady[from]?.last ?? last) < last - moment) from += 1;
    if (until + 1 - from > most.length) most = steady.slice(from, until + 1);
  }
  const [first] = most;
  const writing = first ? all.filter(({ last }) => last >= first.last).length : 0;
  return most.length >= FEWEST && most.length >= LEAST_SHARE * writing ? most : [];
}
