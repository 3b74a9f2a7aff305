/** A moment in the history of alerts and of their source, to the minute and for everybody alike. */

/** `2026-11-25 12:14 UTC`. @param seconds since the epoch */
export function utcMinute(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
