/** What a question asks of fields that the flow logs do not record: said, because no condition on them holds for any record. */
import type { Predicate } from '../../query/predicate.ts';
import type { RecordFormat } from '../../record/format.ts';
import { lackingFields } from '../lacking.ts';

export function lackingNotes(where: Predicate, formats: readonly RecordFormat[]): readonly string[] {
  const recorded = new Set(formats.flatMap(({ fields }) => fields.flatMap(({ key }) => key ?? [])));
  return lackingFields(where, (key) => recorded.has(key)).map(
    (name) => `The flow logs do not record ${name}, so no condition on it holds for any record.`,
  );
}
