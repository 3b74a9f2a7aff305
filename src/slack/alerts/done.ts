/** What a deed with alerts came to. */
import type { Outcome } from '../../alerts/round.ts';
import type { Problem } from '../delivery/problems.ts';

/** In mrkdwn what it came to, and of which sources; or why it was not done. */
export type Done =
  | {
      readonly said: string;
      readonly sources: readonly string[];
      /** The number of the rule that was made, which a button ends; absent for none. */
      readonly rule?: number;
    }
  | Problem;

export const NO_CHANGE: Outcome = {
  ...{ alerts: [], entries: [], messages: [], replies: [], rulesOver: [], rules: [] },
};

export const SEE_ALL = 'See those that go on: `/flows alerts`';

export function isProblem(done: object): done is Problem {
  return 'problem' in done;
}
