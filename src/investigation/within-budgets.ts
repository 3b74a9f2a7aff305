/** Investigates within budgets: a question that is narrowed begins anew about the shorter time, and what it has spent until then stays spent. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import { type Investigation, investigate } from './investigate.ts';
import { NotSpent } from './not-spent.ts';
import { QuestionSpending, type Spending } from './question-spending.ts';

export type Outcome =
  | { readonly kind: 'diagnosis'; readonly diagnosis: Diagnosis }
  /** It would have passed a budget, and nobody could be asked. */
  | { readonly kind: 'over-budget'; readonly overspend: Overspend }
  /** Somebody who was asked stopped it. */
  | { readonly kind: 'stopped'; readonly because: string };

const NARROWED =
  'The question was about a longer time: its window was narrowed to what may be scanned without passing a budget.';

function narrowedDiagnosis({ completeness, ...rest }: Diagnosis): Diagnosis {
  return { ...rest, completeness: { ...completeness, notes: [NARROWED, ...completeness.notes] } };
}

/** @throws what `investigate` throws, but for what was not to be spent: that is an outcome. */
export async function investigateWithin(
  investigation: Omit<Investigation, 'spending'>,
  spending: Spending | undefined,
): Promise<Outcome> {
  const own = spending ? new QuestionSpending(spending, investigation.asker ?? null) : null;
  let { request } = investigation;
  for (;;) {
    try {
      const diagnosis = await investigate({ ...investigation, request, spending: own });
      const isWhole = request === investigation.request;
      return { kind: 'diagnosis', diagnosis: isWhole ? diagnosis : narrowedDiagnosis(diagnosis) };
    } catch (error) {
      if (!(error instanceof NotSpent)) throw error;
      const { reason } = error;
      if (reason.kind === 'not-asked') return { kind: 'over-budget', overspend: reason.overspend };
      if (reason.kind === 'stop') return { kind: 'stopped', because: reason.because };
      request = { ...request, window: reason.window };
    }
  }
}
