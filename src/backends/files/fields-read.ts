/** Which fields of a record a query looks at: only those are read from the files. */
import type { Expression } from '../../query/expression.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import type { Predicate } from '../../query/predicate.ts';
import type { FieldKey } from '../../record/fields.ts';

function ofExpression(expression: Expression): readonly FieldKey[] {
  return expression.kind === 'first-of' ? expression.fields : [expression.field];
}

export function fieldsOfPredicate(predicate: Predicate): readonly FieldKey[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.flatMap(fieldsOfPredicate);
    case 'not':
      return fieldsOfPredicate(predicate.of);
    case 'present':
      return [predicate.field];
    default:
      return ofExpression(predicate.expression);
  }
}

/** The fields of its columns, measures and condition. */
export function fieldsOfQuery({ columns, measures = {}, where }: FlowQuery<unknown>): readonly FieldKey[] {
  return [
    ...Object.values(columns).flatMap(ofExpression),
    ...Object.values(measures).flatMap((measure) => ('of' in measure ? ofExpression(measure.of) : [])),
    ...fieldsOfPredicate(where),
  ];
}

/** Each once; the times are always among them, as the window needs them. */
export function fieldsRead(queries: readonly FlowQuery<unknown>[]): readonly FieldKey[] {
  return [...new Set<FieldKey>(['start', 'end', ...queries.flatMap(fieldsOfQuery)])];
}
