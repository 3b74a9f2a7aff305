/** What an answer says about the health of the sources that it comes from. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { SourceState } from '../../store/source-health.ts';
import { outcomesOf } from './asked-sources.ts';

/** @param asked the names of the sources it was put to @param at milliseconds since the epoch */
export function heardOfSources(answer: Answer, asked: readonly string[], at: number): readonly SourceState[] {
  const isFailure = answer.kind === 'failure';
  // What was remembered says nothing about now.
  if (!isFailure && (answer.kind !== 'diagnosis' || answer.diagnosis.cost.cached)) return [];
  const outcomes = outcomesOf(answer);
  const [only, ...others] = asked;
  const isOne = only !== undefined && others.length === 0;
  const happened = isFailure && isOne ? answer.happened : null;
  // Where the answer does not tell, it is known only if there was one to ask.
  if (outcomes.length === 0) return isOne ? [{ source: only, at, ok: !isFailure, because: happened }] : [];
  return outcomes.map(({ name: source, outcome, because }) => ({
    source,
    at,
    ok: !isFailure && outcome === 'answered',
    because: because ?? happened,
  }));
}
