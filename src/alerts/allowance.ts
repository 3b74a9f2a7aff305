/** What the watcher may scan within 24 hours, over all sources. People's budgets are their own. */
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Spending } from '../investigation/question-spending.ts';
import { overBudgetText } from '../present/over-budget.ts';

/** Detectors that need a day of records leave so much to the rounds, which find what is urgent: they are the first to be left out. */
const DAY_SHARE = 0.75;

/** Rounds are to come to no more of it, so that detectors that need a day, and what is asked about alerts, have the rest. */
const ROUND_SHARE = 0.5;
const DAY = 86_400;
const SLOT = 300;
/** Half of what a round looks at, seconds: each record is looked at twice, and what comes late is seen by the second round. */
const LONGEST_SPACING = 1800;

/**
 * Seconds between two rounds with which what may be scanned lasts the day: it is better to look less often than not at all from noon on. Where it
 * would not last even so they stay as they are set, and that it is used up is told soon.
 *
 * @param bytes that the last round scanned
 * @param bytesPerDay that may be scanned of this source
 */
export function spacingOf(bytes: number, bytesPerDay: number, every: number): number {
  const lasting = Math.ceil((bytes * DAY) / (bytesPerDay * ROUND_SHARE) / SLOT) * SLOT;
  const isHopeless = lasting * ROUND_SHARE > LONGEST_SPACING;
  return isHopeless ? every : Math.max(every, Math.min(lasting, LONGEST_SPACING));
}

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
