/** Which of the rejected dependencies are looked at closely: the most tried ones, and not those of one client alone, which may be scanning. */
import type { Refused } from './dependency.ts';

const MOST = 50;
const MOST_OF_A_CLIENT = 8;

export function lookedAt(refused: readonly Refused[]): readonly Refused[] {
  const taken = new Map<string, number>();
  const some = refused.filter(({ client }) => {
    const before = taken.get(client) ?? 0;
    taken.set(client, before + 1);
    return before < MOST_OF_A_CLIENT;
  });
  return some.slice(0, MOST);
}
