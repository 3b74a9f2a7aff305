/** What an answer says about the health of the sources that it comes from. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { SourceState } from '../../store/source-health.ts';
import { outcomesOf } from './asked-sources.ts';

/**
 * Nothing of a source that failed for a reason of ours, or because of what was asked.
 *
 * @param asked the names of the sources it was put to
 * @param at milliseconds since the epoch
 */
export function heardOfSources(answer: Answer, asked: readonly string[], at: number): readonly SourceState[] {
  const isFailure = answer.kind === 'failure';
  // What was remembered says nothing about now.
  if (!isFailure && (answer.kind !== 'diagnosis' || answer.diagnosis.cost.cached)) return [];
  const outcomes = outcomesOf(answer);
  if (outcomes.length > 0) {
    // Where there is no answer, those that had not failed may not have been asked.
    const heard = outcomes.filter(({ outcome, isOfSource = true }) =>
      outcome === 'failed' ? isOfSource : !isFailure,
    );
    return heard.map(({ name: source, outcome, because }) => ({
      ...{ source, at, ok: outcome === 'answered', because },
    }));
  }
  // Where the answer does not tell, it is known only if there was one to ask.
  const [only, ...others] = asked;
  if (only === undefined || others.length > 0) return [];
  if (!isFailure) return [{ source: only, at, ok: true, because: null }];
  return answer.isOfSource === false ? [] : [{ source: only, at, ok: false, because: answer.happened }];
}
