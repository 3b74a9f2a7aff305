/** Expressions and conditions of a query as SQL over a relation whose columns are named by field keys. */
import type { Expression } from '../../query/expression.ts';
import type { Predicate, Value } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { IpAddress } from '../../record/address.ts';
import type { FieldKey } from '../../record/fields.ts';
import { isWellFormed } from '../well-formed.ts';
import { isAddress, isInBlock } from './address-sql.ts';
import type { Relation } from './relation.ts';
import { numberText, type Parameters, quotedName } from './sql.ts';

/** An expression's SQL over some relation. */
export type ExpressionSql = (expression: Expression) => string;

/** Where conditions are looked at: how an expression is written there, and the statement's parameters. */
export interface Terms {
  readonly sqlOf: ExpressionSql;
  readonly parameters: Parameters;
}

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

/**
 * Over relations of which it is known what they lack: of a choice between two fields only those stay that can decide it. DuckDB unpacks
 * the values of columns that a choice is made between, and groups by them in twice the time.
 */
export function expressionOver(relations: readonly Relation[]): ExpressionSql {
  const isThere = (key: FieldKey) => relations.some(({ has }) => has(key));
  return (expression) => {
    if (expression.kind !== 'first-of') return expressionSql(expression);
    const [first, second] = expression.fields;
    if (!isThere(first)) return quotedName(second);
    const decides = relations.every(({ always }) => always(first)) || !isThere(second);
    return decides ? quotedName(first) : expressionSql(expression);
  };
}

/** The condition; where the record lacks a compared value it is null, which SQL's WHERE takes for false, and `not` makes plainly false first. */
export function conditionSql(predicate: Predicate, terms: Terms): string {
  const { sqlOf, parameters } = terms;
  switch (predicate.kind) {
    case 'all':
      return joined(predicate.of, 'AND', 'true', terms);
    case 'any':
      return joined(predicate.of, 'OR', 'false', terms);
    case 'not':
      return `NOT coalesce(${conditionSql(predicate.of, terms)}, false)`;
    case 'in':
      return isOneOfSql(sqlOf(predicate.expression), predicate.values, parameters);
    case 'between':
      return `${sqlOf(predicate.expression)} BETWEEN ${numberText(predicate.low)} AND ${numberText(predicate.high)}`;
    case 'in-cidr':
      return isInBlock(sqlOf(predicate.expression), predicate.cidr, parameters);
    case 'present':
      return `${sqlOf({ kind: 'field', field: predicate.field })} IS NOT NULL`;
  }
}

function joined(of: readonly Predicate[], word: 'AND' | 'OR', ofNone: string, terms: Terms): string {
  if (of.length === 0) return ofNone;
  return `(${of.map((one) => conditionSql(one, terms)).join(` ${word} `)})`;
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

/**
 * The records whose interval overlaps the window; a record without times is in every window. Where all have both, DuckDB can tell from a file's
 * statistics which parts of it lie outside.
 */
export function windowSql({ start, end }: Window, relations: readonly Relation[]): string {
  if (relations.every(({ always }) => always('start') && always('end')))
    return `"start" < ${numberText(end)} AND "end" >= ${numberText(start)}`;
  const overlap = `coalesce("start", "end") < ${numberText(end)} AND coalesce("end", "start") >= ${numberText(start)}`;
  return `coalesce(${overlap}, true)`;
}
