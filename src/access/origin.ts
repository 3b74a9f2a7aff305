/** Which sources an answer shows something of, be it only their names: who may not ask all of them may not see it. */
import type { Answer } from '../diagnosis/answer.ts';
import type { SourceOutcome } from '../diagnosis/diagnosis.ts';
import { isUnknownSource, namedSources } from '../investigation/name-sources.ts';
import type { Source } from '../investigation/source.ts';
import type { Request } from '../query/request.ts';

/**
 * The names of the sources that a question may have been put to, in the order of the configuration.
 *
 * @param sources those that the person who asked may ask
 */
export function mayBePutTo({ source: choice }: Request, sources: readonly Source[]): readonly string[] {
  const named = choice === undefined ? sources : namedSources(choice, sources);
  // Whoever named a wrong one is told of all.
  return (isUnknownSource(named) ? sources : named).map(({ name }) => name);
}

/** Those that an answer names. */
function named(answer: Answer): readonly SourceOutcome[] | undefined {
  if (answer.kind === 'failure') return answer.sources;
  return answer.kind === 'diagnosis' ? answer.diagnosis.completeness.sources : undefined;
}

/**
 * The names of the sources that an answer tells of, also of those that were not asked. It is fewer than the question may have been put to only
 * where the answer itself says so.
 *
 * @param mayBe what `mayBePutTo` said
 */
export function originOf(answer: Answer, mayBe: readonly string[]): readonly string[] {
  if (answer.kind === 'help' || answer.kind === 'explanation') return [];
  const names = named(answer)?.map(({ name }) => name) ?? [];
  // What comes from none may be seen by all, so none is never taken for granted.
  return names.length > 0 ? names : mayBe;
}
