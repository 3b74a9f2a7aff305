/** The budgets of somebody to whom several rules apply. */
import type { Budgets } from '../investigation/budget.ts';

type Budget = Budgets['question'];

/** What a rule gives instead of the general budgets. */
export type RuleBudgets = {
  readonly [name in keyof Budgets]?: Budget | undefined;
};

const NO_LIMITS: Budgets = { question: {}, personPerDay: {}, perDay: {} };

function largest(amounts: readonly (number | undefined)[]): number | undefined {
  const limits = amounts.filter((amount) => amount !== undefined);
  return limits.length === 0 ? undefined : Math.max(...limits);
}

/** In each unit by itself: a limit in bytes and one in dollars stay two limits, where either alone would make the other void. */
function largestOf(name: keyof Budgets, given: readonly RuleBudgets[], general: Budget): Budget {
  const budgets = given.flatMap((one) => one[name] ?? []);
  if (budgets.length === 0) return general;
  return {
    bytes: largest(budgets.map(({ bytes }) => bytes)),
    dollars: largest(budgets.map(({ dollars }) => dollars)),
  };
}

/** The largest that any of the rules gives, and the general one where none does. Undefined where there is no limit at all. */
export function withBudgetsOf(
  given: readonly RuleBudgets[],
  general: Budgets | undefined,
): Budgets | undefined {
  if (given.every((one) => Object.values(one).every((budget) => budget === undefined))) return general;
  const { question, personPerDay, perDay } = general ?? NO_LIMITS;
  return {
    question: largestOf('question', given, question),
    personPerDay: largestOf('personPerDay', given, personPerDay),
    perDay: largestOf('perDay', given, perDay),
  };
}
