/**
 * Conditions on a record. Two-valued: a comparison with a value the record lacks (absent field, or `-`) is false,
 * and `not` is its plain opposite, so `not(equals(x, v))` holds for records without x. Every engine compiles to exactly that.
 */
import { type Cidr, cidrContains, type IpAddress, parseIpAddress } from '../record/address.ts';
import type { FieldKey } from '../record/fields.ts';
import type { Expression } from './expression.ts';

/** A literal. Addresses are typed values, never a person's text. */
export type Value = number | string | IpAddress;

export type Predicate =
  | { readonly kind: 'all'; readonly of: readonly Predicate[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  | { readonly kind: 'in'; readonly expression: Expression; readonly values: readonly Value[] }
  | { readonly kind: 'between'; readonly expression: Expression; readonly low: number; readonly high: number }
  | { readonly kind: 'in-cidr'; readonly expression: Expression; readonly cidr: Cidr }
  | { readonly kind: 'present'; readonly field: FieldKey };

/** Every one holds; of none: always true. */
export function all(...of: readonly Predicate[]): Predicate {
  return of.length === 1 && of[0] ? of[0] : { kind: 'all', of };
}

/** At least one holds; of none: never true. */
export function any(...of: readonly Predicate[]): Predicate {
  return of.length === 1 && of[0] ? of[0] : { kind: 'any', of };
}

export function not(of: Predicate): Predicate {
  return { kind: 'not', of };
}

export const ALWAYS: Predicate = { kind: 'all', of: [] };
export const NEVER: Predicate = { kind: 'any', of: [] };

/** Whether a predicate can hold for no record at all, whatever is in it: a query with it need not be run. */
export function isNever(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.some(isNever);
    case 'any':
      return predicate.of.every(isNever);
    case 'not':
      return isAlways(predicate.of);
    case 'in':
      return predicate.values.length === 0;
    case 'between':
      return predicate.low > predicate.high;
    default:
      return false;
  }
}

function isAlways(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every(isAlways);
    case 'any':
      return predicate.of.some(isAlways);
    case 'not':
      return isNever(predicate.of);
    default:
      return false;
  }
}

export function equals<V extends Value | null>(
  expression: Expression<V>,
  value: NonNullable<V> | IpAddress,
): Predicate {
  return { kind: 'in', expression, values: [value] };
}

export function isOneOf<V extends Value | null>(
  expression: Expression<V>,
  values: readonly (NonNullable<V> | IpAddress)[],
): Predicate {
  return { kind: 'in', expression, values };
}

/** Both ends included. */
export function between(expression: Expression<number | null>, low: number, high: number): Predicate {
  return { kind: 'between', expression, low, high };
}

export function inCidr(expression: Expression, cidr: Cidr): Predicate {
  return { kind: 'in-cidr', expression, cidr };
}

/** The record's format has the field and its value is not `-`. */
export function present(key: FieldKey): Predicate {
  return { kind: 'present', field: key };
}

/** The reference meaning of a comparison between a record's value and a literal. */
export function sameValue(actual: unknown, value: Value): boolean {
  if (actual === null || actual === undefined) return false;
  if (typeof value !== 'object') return actual === value;
  if (actual === value.text) return true;
  // IPv4 is written in one way only, IPv6 in many (RFC 4291, 2.2).
  return value.family === 6 && typeof actual === 'string' && parseIpAddress(actual)?.text === value.text;
}

export function inBlock(actual: unknown, cidr: Cidr): boolean {
  return typeof actual === 'string' && cidrContains(cidr, actual);
}
