/** Which sources an answer holds something of: by that it is decided who may see it later, so it never names too few. */
import type { Answer } from '../diagnosis/answer.ts';
import type { SourceOutcome } from '../diagnosis/diagnosis.ts';
import { isUnknownSource, namedSources } from '../investigation/name-sources.ts';
import type { Source } from '../investigation/source.ts';
import type { Request } from '../query/request.ts';

function wanted(request: Request | null, allowed: readonly Source[]): readonly Source[] {
  if (request?.source === undefined) return allowed;
  const named = namedSources(request.source, allowed);
  // What is said of an unknown source names all that there are.
  return isUnknownSource(named) ? allowed : named;
}

/** Of those that were asked, where the answer tells. */
export function outcomesOf(answer: Answer): readonly SourceOutcome[] {
  const { sources = [] } =
    answer.kind === 'diagnosis' ? answer.diagnosis.completeness : answer.kind === 'failure' ? answer : {};
  return sources.filter(({ outcome }) => outcome !== 'not-asked');
}

/**
 * Where the answer does not tell which sources were asked, it is all that could have been.
 *
 * @param request null where the text was not read as one
 * @param allowed what the person might ask in that place
 */
export function askedSources(
  answer: Answer,
  request: Request | null,
  allowed: readonly Source[],
): readonly string[] {
  if (answer.kind === 'help' || answer.kind === 'explanation') return [];
  if (answer.kind === 'mistake' && request === null) return [];
  const asked = outcomesOf(answer).map(({ name }) => name);
  return asked.length > 0 ? asked : wanted(request, allowed).map(({ name }) => name);
}
