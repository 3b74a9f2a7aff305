/** All that a message says, wherever Slack keeps it: its text, its blocks, and the attachments that other tools write their alarms in. */

/** What people read of blocks, elements, fields and attachments. */
const READ: ReadonlySet<string> = new Set(
  'text fallback pretext title value footer url title_link alt_text author_name'.split(' '),
);
/** Slack nests less deep. */
const DEEPEST = 12;

/** @param part of a message, as Slack delivered it: anything */
export function messageText(part: unknown, key = 'text', depth = 0): string {
  if (typeof part === 'string') return READ.has(key) ? part : '';
  if (typeof part !== 'object' || part === null || depth > DEEPEST) return '';
  // What stands in a list is read as what the list is.
  const parts = Array.isArray(part)
    ? part.map((one) => messageText(one, key, depth + 1))
    : Object.entries(part).map(([name, one]) => messageText(one, name, depth + 1));
  return parts.filter((text) => text !== '').join('\n');
}
