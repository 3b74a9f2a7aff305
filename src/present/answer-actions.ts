/** The buttons under an answer: only those that make sense for it, in two rows at most, what people press most in the first. */
import type { ActionsBlock } from '@slack/types';
import type { Answer } from '../diagnosis/answer.ts';
import { actions, type Button } from './blocks.ts';

/** What is offered with an answer. */
export interface Offer {
  /** The question's id, which every button carries. */
  readonly question: string;
  readonly verb: string;
  /** How long the same question would be about when it is widened: `3 h`; null where it cannot be. */
  readonly widen: string | null;
}

/** Verbs that show the records themselves, or what no record tells. */
const WITHOUT_RECORDS: ReadonlySet<string> = new Set(['records', 'coverage', 'capture', 'athena-setup']);
/** What is a chart already, or nothing over time. */
const WITHOUT_CHART: ReadonlySet<string> = new Set(['timeline', 'coverage', 'capture', 'athena-setup']);
/** What they prepare is used, not believed. */
const PLANS: ReadonlySet<string> = new Set(['capture', 'athena-setup']);

function lookFurther({ verb, widen }: Offer): readonly Omit<Button, 'value'>[] {
  return [
    ...(WITHOUT_RECORDS.has(verb) ? [] : [{ id: 'flows-records', text: 'Records' }]),
    ...(widen === null || PLANS.has(verb) ? [] : [{ id: 'flows-widen', text: `Widen to ${widen}` }]),
    ...(WITHOUT_CHART.has(verb) ? [] : [{ id: 'flows-chart', text: 'Chart' }]),
    { id: 'flows-rerun', text: 'Rerun' },
  ];
}

/** @param verdict where it is one, it can turn out wrong, and it can change. A list is what it is. */
function passOn(verb: string, verdict: string): readonly Omit<Button, 'value'>[] {
  const isVerdict = verdict !== 'listing';
  return [
    { id: 'flows-share', text: 'Share…' },
    ...(isVerdict ? [{ id: 'flows-watch', text: 'Watch' }] : []),
    ...(PLANS.has(verb)
      ? []
      : [
          { id: 'flows-right', text: 'Right' },
          { id: 'flows-wrong', text: 'Wrong' },
        ]),
  ];
}

function rowsOf(answer: Answer, offer: Offer): readonly (readonly Omit<Button, 'value'>[])[] {
  switch (answer.kind) {
    case 'diagnosis':
      return [lookFurther(offer), passOn(offer.verb, answer.diagnosis.verdict)];
    case 'failure':
    case 'over-budget':
    case 'cancelled':
      return [[{ id: 'flows-rerun', text: 'Rerun' }]];
    default:
      return [];
  }
}

export function answerActions(answer: Answer, offer: Offer | null): readonly ActionsBlock[] {
  if (offer === null) return [];
  const { question: value } = offer;
  return rowsOf(answer, offer).map((row) => actions(row.map((button) => ({ ...button, value }))));
}
