/** What to do where a list is empty: records come minutes late, and not everything is logged. */
import type { Request } from '../query/request.ts';

export function nextOfNothing({ subjects }: Request): string {
  const less =
    subjects.length > 0 ? 'or ask without a subject' : 'or ask `coverage` whether this is logged at all';
  return `Widen the window with \`last 24h\`, as records come 5 to 15 minutes late, ${less}.`;
}
