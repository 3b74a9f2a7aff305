/** A length of time in words, with as much precision as a reader wants. */

/** `45 seconds`, `30 minutes`, `2.5 hours`. */
export function durationWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  const hours = seconds / 3600;
  return `${hours < 10 ? Number(hours.toFixed(1)) : Math.round(hours)} hours`;
}
