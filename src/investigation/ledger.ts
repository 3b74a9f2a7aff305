/**
 * What was scanned within the last 24 hours, by whom. In the memory of the process: it is forgotten at a restart, and another process counts for
 * itself. What is about to be scanned is entered before, so that questions asked at the same time cannot each think that they alone spend.
 */
import type { Spend } from '../diagnosis/overspend.ts';
import { added, NOTHING_SPENT } from './budget.ts';

export interface Ledger {
  /** Enters what is about to be spent. `asker` is null for nobody in particular. @returns corrects it to what was spent in the end. */
  enter(asker: string | null, expected: Spend): (spent: Spend) => void;
  /** Within the last 24 hours, by everybody or by one person. */
  spent(asker?: string): Spend;
}

interface Entry {
  readonly asker: string | null;
  readonly at: number;
  spend: Spend;
}

const DAY = 86_400;

/** @param now seconds since the epoch */
export function createLedger(now: () => number): Ledger {
  let entries: readonly Entry[] = [];

  function recent(): readonly Entry[] {
    const since = now() - DAY;
    return entries.filter(({ at }) => at > since);
  }

  return {
    enter(asker, expected) {
      const entry: Entry = { asker, at: now(), spend: expected };
      entries = [...recent(), entry];
      return (spent) => {
        entry.spend = spent;
      };
    },
    spent(asker) {
      return recent()
        .filter((entry) => asker === undefined || entry.asker === asker)
        .reduce((sum, { spend }) => added(sum, spend), NOTHING_SPENT);
    },
  };
}
