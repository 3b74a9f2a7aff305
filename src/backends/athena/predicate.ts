/** A query's condition as SQL: two-valued as the algebra defines it, and false of every record where the table lacks the field. */
import type { Expression } from '../../query/expression.ts';
import type { Predicate, Value } from '../../query/predicate.ts';
import type { IpAddress } from '../../record/address.ts';
import { isAddress, isInBlock } from './address-sql.ts';
import { both, type Condition, either, isAmong, opposite, plain } from './condition.ts';
import { expressionSql, type Has, isNumber } from './expression.ts';
import { textParameter } from './sql.ts';

/** A value that is of another kind than the column, or that no record can hold, is equal to none. */
function isOneOf(expression: Expression, column: string, values: readonly Value[]): Condition {
  if (isNumber(expression)) {
    const numbers = values
      .filter((value) => Number.isSafeInteger(value))
      .map((value) => plain(String(value)));
    return numbers.length > 0 && isAmong(column, numbers);
  }
  const addresses = values.filter((value): value is IpAddress => typeof value === 'object');
  const texts = values.flatMap((value) => (typeof value === 'string' ? (textParameter(value) ?? []) : []));
  return either(isAddress(column, addresses), texts.length > 0 && isAmong(column, texts));
}

/** Values are whole numbers, so the bounds are brought in to whole numbers. */
function isBetween(column: string, low: number, high: number): Condition {
  const first = Math.max(Math.ceil(low), Number.MIN_SAFE_INTEGER);
  const last = Math.min(Math.floor(high), Number.MAX_SAFE_INTEGER);
  return first <= last && plain(`${column} BETWEEN ${first} AND ${last}`);
}

export function predicateSql(predicate: Predicate, has: Has): Condition {
  switch (predicate.kind) {
    case 'all':
      return both(...predicate.of.map((one) => predicateSql(one, has)));
    case 'any':
      return either(...predicate.of.map((one) => predicateSql(one, has)));
    case 'not':
      return opposite(predicateSql(predicate.of, has));
    case 'present': {
      const column = expressionSql({ kind: 'field', field: predicate.field }, has);
      return column !== null && plain(`${column} IS NOT NULL`);
    }
    default: {
      const column = expressionSql(predicate.expression, has);
      if (column === null) return false;
      if (predicate.kind === 'in') return isOneOf(predicate.expression, column, predicate.values);
      if (predicate.kind === 'in-cidr') {
        return !isNumber(predicate.expression) && isInBlock(column, predicate.cidr);
      }
      return isNumber(predicate.expression) && isBetween(column, predicate.low, predicate.high);
    }
  }
}
