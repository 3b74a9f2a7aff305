/** What a deed with alerts came to. */
import type { Problem } from '../delivery/problems.ts';

/** In mrkdwn what it came to, and of which sources; or why it was not done. */
export type Done = { readonly said: string; readonly sources: readonly string[] } | Problem;

export const SEE_ALL = 'See those that go on: `/flows alerts`';

export function isProblem(done: Done): done is Problem {
  return 'problem' in done;
}
