/** What was scanned within the last 24 hours, in the memory of the process: for a terminal, whose process has one question. */
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Spend } from '../diagnosis/overspend.ts';
import { added, NOTHING_SPENT } from './budget.ts';

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

  function sum(counts: (entry: Entry) => boolean): Spend {
    return recent()
      .filter(counts)
      .reduce((total, { spend }) => added(total, spend), NOTHING_SPENT);
  }

  return {
    async enter(asker, expected, objectionTo) {
      const person = sum((entry) => asker !== null && entry.asker === asker);
      const objection = objectionTo({ person, everybody: sum(() => true) });
      if (objection !== null) return { kind: 'objected', objection };
      const entry: Entry = { asker, at: now(), spend: expected };
      entries = [...recent(), entry];
      const correct = async (spent: Spend) => {
        entry.spend = spent;
      };
      return { kind: 'entered', correct };
    },
    spent: async (asker) => sum((entry) => asker === undefined || entry.asker === asker),
  };
}
