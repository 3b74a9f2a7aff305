/**
 * The part of a condition that can be asked of discovered fields, before any line is parsed: field indexes, by which the service skips what
 * cannot match, apply only to them, and only to `=` and `in` (CloudWatch Logs User Guide, "Field indexes"). It is asked again of the parsed
 * fields, so it may only leave out what they would leave out too.
 */
import type { Predicate } from '../../query/predicate.ts';
import { FIELDS, isNumeric } from '../../record/fields.ts';
import { isOneOf } from './comparison.ts';
import type { Condition } from './condition.ts';
import { conjuncts } from './conjuncts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** @param discovered names that are known to be in every line, and to hold what the line says */
export function indexedConditions(
  where: Predicate,
  vocabulary: Vocabulary,
  discovered: ReadonlySet<string>,
): readonly Condition[] {
  return conjuncts(where).flatMap((part) => {
    if (part.kind !== 'in') return [];
    const key = vocabulary.soleField(part.expression);
    // An IPv6 address that is spelled otherwise would be left out here.
    const exact = part.values.every((value) => typeof value !== 'object' || value.family === 4);
    if (key === null || !exact || !discovered.has(FIELDS[key].insights)) return [];
    return [
      isOneOf({ name: FIELDS[key].insights, number: isNumeric(key), always: true }, part.values, false),
    ];
  });
}
