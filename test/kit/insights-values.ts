/**
 * What expressions of the query language are worth. Where AWS documents nothing, there is a choice, and a query that we write must mean the
 * same under each: what a comparison with an absent field is, what a dash is beside a number, where absent values are sorted.
 */
import { cidrContains, parseCidr } from '../../src/record/address.ts';
import { MalformedQuery, type Operand, type Test } from './insights-syntax.ts';

/** Undefined is an absent field. */
export type Value = string | number | undefined;
export type Fields = ReadonlyMap<string, Value>;

export interface Quirks {
  /** A comparison with an absent field: false, or neither true nor false, and then its opposite is neither. */
  readonly absent: 'false' | 'unknown';
  /** Text that is no number, compared by size with a number. */
  readonly textBesideNumber: 'false' | 'unknown' | 'as-text';
  readonly absentSorts: 'first' | 'last';
  /** A sum without numbers. */
  readonly emptySum: 'absent' | 'zero';
  /** How large numbers are written. */
  readonly numbers: 'plain' | 'scientific';
}

function isNumberText(value: string): boolean {
  return /^\d+(\.\d+)?$/.test(value);
}

function numberOf(value: Value): number | undefined {
  if (typeof value === 'string') return isNumberText(value) ? Number(value) : undefined;
  return value;
}

export function worth(operand: Operand, fields: Fields): Value {
  switch (operand.kind) {
    case 'name':
      return fields.get(operand.name);
    case 'number':
    case 'text':
      return operand.value;
    case 'arithmetic': {
      const left = numberOf(worth(operand.left, fields));
      const right = numberOf(worth(operand.right, fields));
      if (left === undefined || right === undefined) return undefined;
      return operand.operator === '*' ? left * right : left / right;
    }
    case 'call':
      return called(
        operand.function,
        operand.arguments.map((one) => worth(one, fields)),
      );
  }
}

function called(name: string, given: readonly Value[]): Value {
  switch (name) {
    case 'coalesce':
      return given.find((value) => value !== undefined);
    case 'floor': {
      const number = numberOf(given[0]);
      return number === undefined ? undefined : Math.floor(number);
    }
    case 'ispresent':
      return given[0] === undefined ? 0 : 1;
    case 'isIpv4InSubnet':
    case 'isIpv6InSubnet': {
      const block = parseCidr(String(given[1]));
      if (`isIpv${block?.family}InSubnet` !== name || !block)
        throw new MalformedQuery(`${name} of ${String(given[1])}`);
      return typeof given[0] === 'string' && cidrContains(block, given[0]) ? 1 : 0;
    }
    default:
      throw new MalformedQuery(`no function ${name}`);
  }
}

type Truth = boolean | null;

function opposite(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function ordered<T extends string | number>(left: T, operator: string, right: T): boolean {
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}

function compared(left: Value, operator: string, right: Value, quirks: Quirks): Truth {
  if (left === undefined || right === undefined) return quirks.absent === 'false' ? false : null;
  const a = numberOf(left);
  const b = numberOf(right);
  const numbers = a !== undefined && b !== undefined;
  const mixed = !numbers && (typeof left === 'number' || typeof right === 'number');
  if (mixed && quirks.textBesideNumber === 'unknown') return null;
  if (operator === '=' || operator === '!=') {
    return (numbers ? a === b : String(left) === String(right)) === (operator === '=');
  }
  if (numbers) return ordered(a, operator, b);
  return quirks.textBesideNumber === 'as-text' && ordered(String(left), operator, String(right));
}

export function holds(test: Test, fields: Fields, quirks: Quirks): Truth {
  switch (test.kind) {
    case 'not':
      return opposite(holds(test.of, fields, quirks));
    case 'call':
      return worth(test.call, fields) === 1;
    case 'compare':
      return compared(worth(test.left, fields), test.operator, worth(test.right, fields), quirks);
    case 'in': {
      const left = worth(test.left, fields);
      if (left === undefined) return quirks.absent === 'false' ? false : null;
      const among = test.list.map((one) => compared(left, '=', worth(one, fields), quirks));
      const found = among.includes(true) ? true : among.includes(null) ? null : false;
      return test.negated ? opposite(found) : found;
    }
    case 'and':
    case 'or': {
      const decisive = test.kind === 'or';
      const sides = [holds(test.left, fields, quirks), holds(test.right, fields, quirks)];
      if (sides.includes(decisive)) return decisive;
      return sides.includes(null) ? null : !decisive;
    }
  }
}

export function printed(value: string | number, quirks: Quirks): string {
  if (typeof value === 'string') return value;
  return quirks.numbers === 'scientific' && value >= 1e7
    ? value.toExponential().toUpperCase()
    : String(value);
}

function chunksOf(value: string | number): readonly string[] {
  return String(value).match(/\d+|\D+/g) ?? [];
}

/** Natural order: what is no number before numbers; in text, runs of digits by their length and then their value. */
export function naturally(a: string | number, b: string | number): number {
  const numbers = [numberOf(a), numberOf(b)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) return numbers[0] - numbers[1];
  if (numbers[0] !== undefined || numbers[1] !== undefined) return numbers[0] === undefined ? -1 : 1;
  const [left, right] = [chunksOf(a), chunksOf(b)];
  for (const [index, chunk] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const digits = /^\d/.test(chunk) && /^\d/.test(other);
    if (digits && chunk.length !== other.length) return chunk.length - other.length;
    if (chunk !== other) return chunk < other ? -1 : 1;
  }
  return left.length - right.length;
}
