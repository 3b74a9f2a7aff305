/** When an alarm says that it happened, as far as that can be so. */

/** Clocks differ, seconds. */
const AHEAD = 86_400;

/** Seconds since the epoch; when it was received, where it says no time, or one that nobody can have meant. @param receivedAt seconds since the epoch */
export function momentIn(text: string | undefined, receivedAt: number): number {
  const at = Math.floor(Date.parse(text ?? '') / 1000);
  return at > AHEAD && at < receivedAt + AHEAD ? at : receivedAt;
}
