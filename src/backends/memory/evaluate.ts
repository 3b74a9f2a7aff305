/** What an expression or a condition means for one record: the definition that every compiler is held to. */
import type { Expression } from '../../query/expression.ts';
import type { Scalar } from '../../query/ordered.ts';
import { inBlock, type Predicate, sameValue } from '../../query/predicate.ts';
import type { FlowRecord } from '../../record/record.ts';

export function valueIn(expression: Expression, record: FlowRecord): Scalar {
  switch (expression.kind) {
    case 'field':
      return record[expression.field] ?? null;
    case 'first-of':
      return record[expression.fields[0]] ?? record[expression.fields[1]] ?? null;
    case 'slot': {
      const time = record[expression.field] ?? null;
      return time === null ? null : Math.floor(time / expression.seconds) * expression.seconds;
    }
  }
}

export function holds(predicate: Predicate, record: FlowRecord): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every((one) => holds(one, record));
    case 'any':
      return predicate.of.some((one) => holds(one, record));
    case 'not':
      return !holds(predicate.of, record);
    case 'in': {
      const actual = valueIn(predicate.expression, record);
      return predicate.values.some((value) => sameValue(actual, value));
    }
    case 'between': {
      const actual = valueIn(predicate.expression, record);
      return typeof actual === 'number' && actual >= predicate.low && actual <= predicate.high;
    }
    case 'in-cidr':
      return inBlock(valueIn(predicate.expression, record), predicate.cidr);
    case 'present':
      return (record[predicate.field] ?? null) !== null;
  }
}
