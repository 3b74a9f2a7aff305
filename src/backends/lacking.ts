/** Which fields a question's conditions ask for that no record of a source can have: no such condition holds, and that has to be said. */
import type { Predicate } from '../query/predicate.ts';
import { FIELDS, type FieldKey } from '../record/fields.ts';

/** The fields of each comparison: it needs one of them. */
function comparedFields(predicate: Predicate): readonly (readonly FieldKey[])[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.flatMap(comparedFields);
    case 'not':
      return comparedFields(predicate.of);
    case 'present':
      return [];
    default: {
      const { expression } = predicate;
      return [expression.kind === 'first-of' ? expression.fields : [expression.field]];
    }
  }
}

/** Their names as AWS writes them, each once; those of which one would do are joined: `pkt-srcaddr and srcaddr`. */
export function lackingFields(where: Predicate, has: (key: FieldKey) => boolean): readonly string[] {
  const lacking = comparedFields(where).filter((keys) => !keys.some(has));
  return [...new Set(lacking.map((keys) => keys.map((key) => FIELDS[key].name).join(' and ')))];
}
