/** What a question asks of fields that a table has no column for. */
import type { Predicate } from '../../query/predicate.ts';
import { lackingFields } from '../lacking.ts';
import { hasField } from './records.ts';
import type { AthenaTable } from './table.ts';

export function lackingNotes(where: Predicate, table: AthenaTable): readonly string[] {
  return lackingFields(where, (key) => hasField(table, key)).map(
    (name) => `The table has no column for ${name}, so no condition on it holds for any record.`,
  );
}
