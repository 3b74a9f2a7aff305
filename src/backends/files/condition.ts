/** Expressions and conditions of a query as SQL over a relation whose columns are named by field keys. */
import type { Expression } from '../../query/expression.ts';
import type { Predicate, Value } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { IpAddress } from '../../record/address.ts';
import { isWellFormed } from '../well-formed.ts';
import { isAddress, isInBlock } from './address-sql.ts';
import { numberText, type Parameters, quotedName } from './sql.ts';

export function expressionSql(expression: Expression): string {
  switch (expression.kind) {
    case 'field':
      return quotedName(expression.field);
    case 'first-of':
      return `coalesce(${expression.fields.map(quotedName).join(', ')})`;
    case 'slot': {
      const seconds = numberText(expression.seconds);
      return `${quotedName(expression.field)} // ${seconds} * ${seconds}`;
    }
  }
}

/** The condition; where the record lacks a compared value it is null, which SQL's WHERE takes for false, and `not` makes plainly false first. */
export function conditionSql(predicate: Predicate, parameters: Parameters): string {
  switch (predicate.kind) {
    case 'all':
      return joined(predicate.of, 'AND', 'true', parameters);
    case 'any':
      return joined(predicate.of, 'OR', 'false', parameters);
    case 'not':
      return `NOT coalesce(${conditionSql(predicate.of, parameters)}, false)`;
    case 'in':
      return isOneOfSql(expressionSql(predicate.expression), predicate.values, parameters);
    case 'between':
      return `${expressionSql(predicate.expression)} BETWEEN ${numberText(predicate.low)} AND ${numberText(predicate.high)}`;
    case 'in-cidr':
      return isInBlock(expressionSql(predicate.expression), predicate.cidr, parameters);
    case 'present':
      return `${quotedName(predicate.field)} IS NOT NULL`;
  }
}

function joined(
  of: readonly Predicate[],
  word: 'AND' | 'OR',
  ofNone: string,
  parameters: Parameters,
): string {
  if (of.length === 0) return ofNone;
  return `(${of.map((one) => conditionSql(one, parameters)).join(` ${word} `)})`;
}

function isOneOfSql(column: string, values: readonly Value[], parameters: Parameters): string {
  const addresses = values.filter((value): value is IpAddress => typeof value === 'object');
  const numbers = values.filter((value) => typeof value === 'number').map(numberText);
  const texts = values
    .filter((value) => typeof value === 'string')
    .filter(isWellFormed)
    .map((text) => parameters.add(text));
  const ways = [
    ...(addresses.length > 0 ? [isAddress(column, addresses, parameters)] : []),
    ...[numbers, texts].filter(({ length }) => length > 0).map((list) => `${column} IN (${list.join(', ')})`),
  ];
  if (ways.length === 0) return 'false';
  return ways.length === 1 ? ways.join('') : `(${ways.join(' OR ')})`;
}

/** The records whose interval overlaps the window; a record without times is in every window. */
export function windowSql({ start, end }: Window): string {
  const overlap = `coalesce("start", "end") < ${numberText(end)} AND coalesce("end", "start") >= ${numberText(start)}`;
  return `coalesce(${overlap}, true)`;
}
