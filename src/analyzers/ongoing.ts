/** Whether something that was seen several times still goes on where the records end. */

/** Seen at least this recently before the records end counts as still happening, seconds. */
const ONGOING_SECONDS = 300;

/** Where it comes in longer intervals than that, three of them may pass. All times in seconds since the epoch. */
export function isOngoing(
  seen: { readonly first: number; readonly last: number; readonly times: number },
  completeUntil: number,
): boolean {
  const spacing = (seen.last - seen.first) / Math.max(1, seen.times - 1);
  return completeUntil - seen.last <= Math.max(ONGOING_SECONDS, 3 * spacing);
}
