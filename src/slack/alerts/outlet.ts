/** Takes on what was decided to be told: as work that outlives the process, written down in one transaction with the decision. */
import type { Outlet } from '../../alerts/outlet.ts';
import type { Work } from '../delivery/work.ts';

/** The kind of the work. */
export const TELLING = 'alert-telling';

export function createOutlet(work: Pick<Work, 'take'>): Outlet {
  return {
    async take(id, telling, write) {
      // It is told afterwards: whoever decided need not wait for Slack.
      await work.take(TELLING, `${TELLING}-${id}`, telling, write);
    },
  };
}
