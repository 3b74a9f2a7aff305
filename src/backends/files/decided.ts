/** Conditions that need no record to be decided, because all records have the same text: a query that can find nothing then reads nothing. */
import { ALWAYS, all, any, NEVER, not, type Predicate } from '../../query/predicate.ts';
import type { FieldKey } from '../../record/fields.ts';

/** @param only the text that every record has in a field; null where they may differ, or one lacks it */
export function decided(predicate: Predicate, only: (key: FieldKey) => string | null): Predicate {
  switch (predicate.kind) {
    case 'all':
      return all(...predicate.of.map((one) => decided(one, only)));
    case 'any':
      return any(...predicate.of.map((one) => decided(one, only)));
    case 'not':
      return not(decided(predicate.of, only));
    case 'in': {
      const { expression, values } = predicate;
      const text = expression.kind === 'field' ? only(expression.field) : null;
      if (text === null || values.some((value) => typeof value === 'object')) return predicate;
      return values.includes(text) ? ALWAYS : NEVER;
    }
    default:
      return predicate;
  }
}
