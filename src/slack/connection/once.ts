/** Recognises what Slack delivers a second time: events by `event_id`, commands by `trigger_id`. */

/** So many are remembered; Slack repeats an event within minutes. */
const REMEMBERED = 10_000;

/** @returns whether a key is new. */
export function createOnce(remembered = REMEMBERED): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(copied(key));
    const [oldest] = seen;
    if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

/** A key is often a part of what was posted, and would keep all of that in memory as long as it is remembered. */
function copied(key: string): string {
  return Buffer.from(key).toString();
}
