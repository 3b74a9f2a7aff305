/** What whoever looks at a source is handed. */
import type { Clock } from '../../backends/aws/pace.ts';
import type { Budgets } from '../../investigation/budget.ts';
import type { Patience } from './bounded.ts';

export interface Looking extends Patience {
  /** Seconds since the epoch. */
  readonly now: number;
  /** By which what is asked is waited for. */
  readonly clock: Clock;
  readonly budgets: Budgets;
}
