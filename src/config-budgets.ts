/** The schema of the configuration's budgets: how much may be scanned before somebody is asked. */
import { z } from 'zod';
import { ByteCount } from './config-amounts.ts';

const PER_QUESTION = 'What one question may scan, with all the queries that it takes.';
const PER_PERSON = 'What one person may scan within 24 hours.';
const OF_ALL = 'What everybody together may scan within 24 hours.';

/** What may be scanned: bytes, US dollars, or both; neither is no limit. */
const Budget = z.strictObject({
  bytes: ByteCount.optional().describe('Bytes that may be scanned; units are decimal, as AWS bills by them.'),
  dollars: z
    .number()
    .positive('a number of US dollars above 0')
    .optional()
    .meta({
      title: 'a number of US dollars above 0',
      description: 'What may be spent, by AWS’s list prices as far as they are known.',
      examples: [1],
    }),
});

export const BudgetsSchema = z.strictObject({
  question: Budget.default({ bytes: 50e9 }).describe(PER_QUESTION),
  personPerDay: Budget.default({ bytes: 500e9 }).describe(PER_PERSON),
  perDay: Budget.default({ bytes: 5e12 }).describe(OF_ALL),
});

/** Of who may ask by a rule. */
export const RuleBudgets = z.strictObject({
  question: Budget.optional().describe(PER_QUESTION),
  personPerDay: Budget.optional().describe(PER_PERSON),
  perDay: Budget.optional().describe(OF_ALL),
});

export const BUDGET_SETTINGS: readonly string[] = Object.keys(BudgetsSchema.shape);
export const ONE_BUDGET_SETTINGS: readonly string[] = Object.keys(Budget.shape);

export type Budgets = z.infer<typeof BudgetsSchema>;
