/** Which fields of a record a query looks at: engines read no others. */

import type { FieldKey } from '../record/fields.ts';
import type { Expression } from './expression.ts';
import type { FlowQuery } from './flow-query.ts';
import type { Predicate } from './predicate.ts';

function ofExpression(expression: Expression): readonly FieldKey[] {
  return expression.kind === 'first-of' ? expression.fields : [expression.field];
}

function ofPredicate(predicate: Predicate): readonly FieldKey[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.flatMap(ofPredicate);
    case 'not':
      return ofPredicate(predicate.of);
    case 'present':
      return [predicate.field];
    default:
      return ofExpression(predicate.expression);
  }
}

/** The fields of a query's columns and measures. */
export function fieldsShown({ columns, measures = {} }: FlowQuery<unknown>): readonly FieldKey[] {
  return [
    ...Object.values(columns).flatMap(ofExpression),
    ...Object.values(measures).flatMap((measure) => ('of' in measure ? ofExpression(measure.of) : [])),
  ];
}

/** Each once; the times are always among them, as the window needs them. */
export function fieldsRead(queries: readonly FlowQuery<unknown>[]): readonly FieldKey[] {
  const read = queries.flatMap((query) => [...fieldsShown(query), ...ofPredicate(query.where)]);
  return [...new Set<FieldKey>(['start', 'end', ...read])];
}
