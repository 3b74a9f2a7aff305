/** What a question asks of fields that the flow logs do not record: said, because no condition on them holds for any record. */
import type { Predicate } from '../../query/predicate.ts';
import { FIELDS, type FieldKey } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';

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

export function lackingNotes(where: Predicate, formats: readonly RecordFormat[]): readonly string[] {
  const recorded = new Set(formats.flatMap(({ fields }) => fields.flatMap(({ key }) => key ?? [])));
  const lacking = comparedFields(where).filter((keys) => !keys.some((key) => recorded.has(key)));
  const names = new Set(lacking.map((keys) => keys.map((key) => FIELDS[key].name).join(' and ')));
  return [...names].map(
    (name) => `The flow logs do not record ${name}, so no condition on it holds for any record.`,
  );
}
