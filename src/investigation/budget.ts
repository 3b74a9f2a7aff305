/** How much may be scanned before a person is asked, and whether something would pass it. Pure arithmetic. */
import type { Overspend, Spend } from '../diagnosis/overspend.ts';
import type { Estimate } from '../query/engine.ts';
import type { Window } from '../query/window.ts';

/** What may be scanned: bytes, US dollars, or both; neither is no limit. */
interface Budget {
  readonly bytes?: number | undefined;
  readonly dollars?: number | undefined;
}

export interface Budgets {
  /** One question, with all the queries that it takes. */
  readonly question: Budget;
  /** One person within 24 hours. */
  readonly personPerDay: Budget;
  /** Everybody within 24 hours. */
  readonly perDay: Budget;
}

export const NOTHING_SPENT: Spend = { bytes: 0, usd: 0 };

export function added(one: Spend, other: Spend): Spend {
  return { bytes: one.bytes + other.bytes, usd: one.usd + other.usd };
}

/** What counts against budgets of a scan or an estimate: nothing of what is free, and nothing of what is not known. */
export function spendOf({
  bytes,
  usd,
}: {
  readonly bytes: number | null;
  readonly usd: number | null;
}): Spend {
  return usd === 0 ? NOTHING_SPENT : { bytes: bytes ?? 0, usd: usd ?? 0 };
}

/** Nine tenths of what fits by proportion are offered, since traffic is not the same at all times. */
const MARGIN = 0.9;

/** Lengths that people name, seconds, from the longest. Of the last minutes before now records are hardly delivered, so none is shorter. */
const LENGTHS = [
  ...[14, 7, 5, 3, 2].map((days) => days * 86_400),
  ...[24, 18, 12, 8, 6, 4, 3, 2].map((hours) => hours * 3600),
  ...[90, 60, 45, 30, 20, 15].map((minutes) => minutes * 60),
];

/** The end of a window, as much of it as a share allows; null where that is too short or no less than all. */
function narrowed({ start, end }: Window, share: number): Window | null {
  const seconds = (end - start) * share * MARGIN;
  const length = LENGTHS.find((one) => one <= seconds);
  return length === undefined || length >= end - start ? null : { start: end - length, end };
}

interface Passed {
  readonly of: Overspend['budget']['of'];
  readonly unit: 'bytes' | 'usd';
  readonly limit: number;
  readonly spent: number;
}

function passed(of: Passed['of'], budget: Budget, spent: Spend, more: Spend): readonly Passed[] {
  return (['bytes', 'usd'] as const).flatMap((unit) => {
    const limit = unit === 'bytes' ? budget.bytes : budget.dollars;
    if (limit === undefined || spent[unit] + more[unit] <= limit) return [];
    return [{ of, unit, limit, spent: spent[unit] }];
  });
}

export interface SpentSoFar {
  /** By the question itself. */
  readonly question: Spend;
  /** By the person, and by everybody, within 24 hours: this question among it. */
  readonly person: Spend;
  readonly everybody: Spend;
}

/** What a person has to be asked about before queries are run that take so much; null where they are within all budgets. */
export function overspend(
  budgets: Budgets,
  spent: SpentSoFar,
  { estimate, window }: { readonly estimate: Estimate; readonly window: Window | null },
): Overspend | null {
  const more = spendOf(estimate);
  // What is free passes no budget, however much was spent before.
  if (estimate.usd === 0) return null;
  const all = [
    ...passed('question', budgets.question, spent.question, more),
    ...passed('person', budgets.personPerDay, spent.person, more),
    ...passed('everybody', budgets.perDay, spent.everybody, more),
  ];
  const [first] = all;
  if (!first) return null;
  const share = Math.min(...all.map(({ limit, spent: before, unit }) => (limit - before) / more[unit]));
  return {
    estimate,
    budget: first,
    spent: spent.question,
    // Nothing is known of what a shorter window would take where nothing is known of the whole.
    narrowed: window && Number.isFinite(share) ? narrowed(window, share) : null,
  };
}
