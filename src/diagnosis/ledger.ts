/** What is counted against the budgets of a day. Here, where those who spend and whatever keeps it both see it. */
import type { Spend } from './overspend.ts';

/** Within the last 24 hours. */
export interface RecentSpend {
  /** By the person in question; nothing where it is nobody in particular. */
  readonly person: Spend;
  readonly everybody: Spend;
}

/** Replaces what was expected by what was spent in the end. Never rejects: what cannot be written now is written before anything else is entered. */
export type Correct = (spent: Spend) => Promise<void>;

export type Entered<O> =
  | { readonly kind: 'entered'; readonly correct: Correct }
  | { readonly kind: 'objected'; readonly objection: O };

export interface Ledger {
  /**
   * Enters what is about to be spent, unless `objectionTo` has one to what was spent before. Nobody else's is entered between the two, so that
   * questions asked at the same time cannot each think that they alone spend. `asker` is null for nobody in particular.
   *
   * @throws where it cannot be entered: then nothing may be spent
   */
  enter<O>(
    asker: string | null,
    expected: Spend,
    objectionTo: (recent: RecentSpend) => O | null,
  ): Promise<Entered<O>>;
  /** Within the last 24 hours, by everybody or by one person. */
  spent(asker?: string): Promise<Spend>;
}
