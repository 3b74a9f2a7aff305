/** A condition as the conditions that must all hold. */
import type { Predicate } from '../../query/predicate.ts';

export function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(conjuncts) : [predicate];
}
