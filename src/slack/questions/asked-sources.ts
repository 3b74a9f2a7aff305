/** Which sources an answer tells something of, be it only their names, from what is known when it is there: by that it is decided who may see it later. */
import { mayBePutTo, originOf } from '../../access/origin.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import type { SourceOutcome } from '../../diagnosis/diagnosis.ts';
import type { Source } from '../../investigation/source.ts';
import type { Request } from '../../query/request.ts';

/** Of those that were asked, where the answer tells. */
export function outcomesOf(answer: Answer): readonly SourceOutcome[] {
  const { sources = [] } =
    answer.kind === 'diagnosis' ? answer.diagnosis.completeness : answer.kind === 'failure' ? answer : {};
  return sources.filter(({ outcome }) => outcome !== 'not-asked');
}

/**
 * Where the answer does not tell, it is all that could have been asked.
 *
 * @param request null where the text was not read as one
 * @param allowed what the person might ask in that place
 */
export function askedSources(
  answer: Answer,
  request: Request | null,
  allowed: readonly Source[],
): readonly string[] {
  // What is wrong with a text is said before any source is known.
  if (answer.kind === 'mistake' && request === null) return [];
  const mayBe = request === null ? allowed.map(({ name }) => name) : mayBePutTo(request, allowed);
  return originOf(answer, mayBe);
}
