/** The schema of the configuration's budgets: how much may be scanned before somebody is asked. */
import { z } from 'zod';
import { ByteCount } from './config-amounts.ts';

/** What may be scanned: bytes, US dollars, or both; neither is no limit. */
const Budget = z.strictObject({
  bytes: ByteCount.optional(),
  /** US dollars, by AWS's list prices as far as they are known. */
  dollars: z.number().positive('a number of US dollars above 0').optional(),
});

export const BudgetsSchema = z.strictObject({
  /** One question, with all the queries that it takes. */
  question: Budget.default({ bytes: 50e9 }),
  /** One person within 24 hours. */
  personPerDay: Budget.default({ bytes: 500e9 }),
  /** Everybody within 24 hours. */
  perDay: Budget.default({ bytes: 5e12 }),
});

/** Of who may ask by a rule: what is left out is the general budget. */
export const RuleBudgets = z.strictObject({
  question: Budget.optional(),
  personPerDay: Budget.optional(),
  perDay: Budget.optional(),
});

export const BUDGET_SETTINGS: readonly string[] = Object.keys(BudgetsSchema.shape);
export const ONE_BUDGET_SETTINGS: readonly string[] = Object.keys(Budget.shape);

export type Budgets = z.infer<typeof BudgetsSchema>;
