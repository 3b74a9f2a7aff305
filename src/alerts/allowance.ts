/** What the watcher may scan within 24 hours, over all sources. People's budgets are their own. */
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Spending } from '../investigation/question-spending.ts';
import { overBudgetText } from '../present/over-budget.ts';

/** Detectors that need a day of records leave so much to the rounds, which find what is urgent: they are the first to be left out. */
const DAY_SHARE = 0.75;

export interface Allowance {
  readonly rounds: Spending;
  readonly days: Spending;
}

function spendingOf(ledger: Ledger, bytes: number): Spending {
  return { ledger, budgets: { question: { bytes }, personPerDay: { bytes }, perDay: {} } };
}

export function allowanceOf(bytesPerDay: number, ledger: Ledger): Allowance {
  return {
    rounds: spendingOf(ledger, bytesPerDay),
    days: spendingOf(ledger, bytesPerDay * DAY_SHARE),
  };
}

/** Why something was left out, and what to do. */
export function usedUp(overspend: Overspend): string {
  const { headline } = overBudgetText(overspend);
  return `what the watcher may scan within 24 hours is used up. ${headline} Allow more with alerts.bytesPerDay, or watch less often with alerts.every.`;
}
