/** What a person is told before something is scanned that passes a budget. Its texts are not escaped. */
import type { Overspend } from '../diagnosis/overspend.ts';
import { bytes, dollars } from './quantities.ts';
import { duration } from './time.ts';

/** `about 1.2 TB, about $6.00`; null where neither is known. */
function amount({ bytes: size, usd }: Overspend['estimate']): string | null {
  const parts = [...(size === null ? [] : [`about ${bytes(size)}`]), ...(usd === null ? [] : [dollars(usd)])];
  return parts.length === 0 ? null : parts.join(', ');
}

/** In the budget's unit. */
function measured({ unit }: Overspend['budget'], value: number): string {
  return unit === 'bytes' ? bytes(value) : `$${value.toFixed(2)}`;
}

const WHO = {
  question: { may: 'One question may', has: 'this one has' },
  person: { may: 'One person may, within 24 hours,', has: 'whoever asks this has' },
  everybody: { may: 'All questions together may, within 24 hours,', has: 'they have' },
} as const satisfies Record<Overspend['budget']['of'], unknown>;

function budgetSentence({ budget }: Overspend): string {
  const { may, has } = WHO[budget.of];
  const verb = budget.unit === 'bytes' ? ['scan', 'scanned'] : ['cost', 'cost'];
  const spent = budget.spent > 0 ? `; ${has} ${verb[1]} ${measured(budget, budget.spent)} so far` : '';
  return `${may} ${verb[0]} ${measured(budget, budget.limit)} here without being asked${spent}.`;
}

export interface OverBudgetText {
  readonly headline: string;
  /** Why it is asked, and how it was estimated. */
  readonly because: readonly string[];
  /** What going on takes, for a button: `about $6.00`, or `about 1.2 TB` where the price is not known. Null where neither is. */
  readonly price: string | null;
  /** The length of the end of the window that would fit: `12 min`. */
  readonly shorter: string | null;
}

function headlineOf({ estimate, stopped }: Overspend): string {
  const whole = amount(estimate);
  if (whole === null) return 'How much this would scan is not known.';
  if (stopped) return `This was stopped when it had scanned ${whole}.`;
  return `This would scan ${whole === amount({ ...estimate, bytes: null }) ? `for ${whole}` : whole}.`;
}

export function overBudgetText(overspend: Overspend): OverBudgetText {
  const { estimate, narrowed } = overspend;
  return {
    headline: headlineOf(overspend),
    because: [
      budgetSentence(overspend),
      ...(overspend.stopped ? ['How much it would scan could not be told before.'] : []),
      ...(estimate.basis === '' ? [] : [`How it was estimated: ${estimate.basis}.`]),
    ],
    price: amount(estimate.usd === null ? estimate : { ...estimate, bytes: null }),
    shorter: narrowed ? duration(narrowed.end - narrowed.start) : null,
  };
}

/** What the asker can do where nobody could be asked. */
export function overBudgetTodo({ shorter }: OverBudgetText): string {
  return shorter === null
    ? 'Ask about a shorter time, or about less.'
    : `Ask about a shorter time: the last ${shorter} of it would fit, as far as can be told.`;
}
