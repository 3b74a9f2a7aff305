/** One line of text to one record, given the format. Allocates nothing but the record: flow logs have billions of lines. */
import { isAddressText } from './address-text.ts';
import { FIELDS, type FieldKey, type FieldType } from './fields.ts';
import { formatNames, type RecordFormat } from './format.ts';
import type { FlowRecord } from './record.ts';

/** A record, or the reason why the line is none. */
export type ParsedRecord = FlowRecord | string;

type Values = { [K in FieldKey]?: string | number | null } & {
  extra?: string[];
  unknown?: Record<string, string>;
};

/** The largest value of the fields whose type alone does not bound them. */
const LARGEST_BY_KEY: { readonly [K in FieldKey]?: number } = { version: 255, protocol: 255, tcpFlags: 255 };

const LARGEST_BY_TYPE: { readonly [T in FieldType]?: number } = {
  integer: 2 ** 31 - 1,
  port: 65_535,
  bytes: Number.MAX_SAFE_INTEGER,
  packets: Number.MAX_SAFE_INTEGER,
  // The end of the year 9999: a time in milliseconds is larger.
  seconds: 253_402_300_799,
};

/** The largest value a numeric field can have (the smallest is 0); null for fields that are not numbers. */
export function largestValue(key: FieldKey): number | null {
  return LARGEST_BY_KEY[key] ?? LARGEST_BY_TYPE[FIELDS[key].type] ?? null;
}

interface Column {
  readonly name: string;
  readonly key: FieldKey | null;
  readonly type: FieldType;
  readonly largest: number | null;
}

const SPACE = 32;
const DASH = 45;
const TAB = 9;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;
/** More digits than any allowed number has. */
const MOST_DIGITS = 16;

/** The line with spaces for tabs and without byte order marks before it and carriage returns behind it: itself, for nearly all lines. */
function withPlainGaps(line: string): string {
  const first = line.charCodeAt(0);
  const isPlain =
    first > SPACE &&
    first !== BYTE_ORDER_MARK &&
    line.charCodeAt(line.length - 1) > SPACE &&
    line.indexOf('\t') === -1;
  if (isPlain) return line;
  let from = 0;
  while (isGap(line.charCodeAt(from)) || line.charCodeAt(from) === BYTE_ORDER_MARK) from += 1;
  let to = line.length;
  while (to > from && (isGap(line.charCodeAt(to - 1)) || line.charCodeAt(to - 1) === CARRIAGE_RETURN))
    to -= 1;
  return line.slice(from, to).replaceAll('\t', ' ');
}

function isGap(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The number written in decimal digits from `from` up to `to`, or -1. */
function wholeNumber(line: string, from: number, to: number): number {
  if (to - from > MOST_DIGITS) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = line.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function oneOf<T extends string>(line: string, from: number, to: number, words: readonly T[]): T | null {
  for (const word of words) {
    if (word.length === to - from && line.startsWith(word, from)) return word;
  }
  return null;
}

const ACTIONS = ['ACCEPT', 'REJECT'] as const;
const LOG_STATUSES = ['OK', 'NODATA', 'SKIPDATA'] as const;

/** The value of a column, or null when the text cannot be one. */
function valueIn(column: Column, line: string, from: number, to: number): string | number | null {
  if (column.largest !== null) {
    const number = wholeNumber(line, from, to);
    return number >= 0 && number <= column.largest ? number : null;
  }
  switch (column.type) {
    case 'address':
      return isAddressText(line, from, to) ? line.slice(from, to) : null;
    case 'action':
      return oneOf(line, from, to, ACTIONS);
    case 'log-status':
      return oneOf(line, from, to, LOG_STATUSES);
    default:
      return line.slice(from, to);
  }
}

const EXPECTED: { readonly [T in FieldType]?: string } = {
  address: 'an IPv4 or IPv6 address',
  action: 'ACCEPT or REJECT',
  'log-status': 'OK, NODATA or SKIPDATA',
  seconds: 'a time in seconds since 1970',
};

function badValue({ name, type, largest }: Column, text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `${name} is "${shown}", which is not ${EXPECTED[type] ?? `a whole number from 0 to ${largest}`}`;
}

function countFields(line: string): number {
  return line.split(' ').filter((part) => part !== '').length;
}

/**
 * Makes the parser of a format's lines.
 *
 * Repeated spaces are one, tabs are spaces, byte order marks before the first value and carriage returns behind the last are ignored. `-` is null.
 * Values beyond the last named field go to `extra`, values of unknown names to `unknown`. A line with fewer fields, or a value its field cannot have,
 * is no record.
 */
export function recordParser(format: RecordFormat): (line: string) => ParsedRecord {
  const columns = format.fields.map(
    ({ name, key }): Column => ({
      name,
      key,
      type: key ? FIELDS[key].type : 'text',
      largest: key ? largestValue(key) : null,
    }),
  );
  const blank: Values = Object.fromEntries(columns.flatMap(({ key }) => (key ? [[key, null]] : [])));

  return (text) => {
    const line = withPlainGaps(text);
    const values: Values = { ...blank };
    const length = line.length;
    let index = 0;
    let from = 0;
    while (from < length) {
      if (line.charCodeAt(from) === SPACE) {
        from += 1;
        continue;
      }
      // Searching for the space and only then reading the value is faster than looking at every character once in here.
      const space = line.indexOf(' ', from);
      const to = space === -1 ? length : space;
      const column = columns[index];
      index += 1;
      if (column === undefined) {
        values.extra ??= [];
        values.extra.push(line.slice(from, to));
      } else if (column.key === null) {
        values.unknown ??= {};
        values.unknown[column.name] = line.slice(from, to);
      } else if (to - from > 1 || line.charCodeAt(from) !== DASH) {
        const value = valueIn(column, line, from, to);
        if (value === null) return wrongLine(line, column, from, to);
        values[column.key] = value;
      }
      from = to + 1;
    }
    // Every value was checked against its field's type above.
    return index < columns.length ? tooFew(index) : (values as FlowRecord);
  };

  function wrongLine(line: string, column: Column, from: number, to: number): string {
    const found = countFields(line);
    return found < columns.length ? tooFew(found) : badValue(column, line.slice(from, to));
  }

  function tooFew(found: number): string {
    return `found ${found} ${found === 1 ? 'field' : 'fields'}, expected ${columns.length} (${formatNames(format)})`;
  }
}

/** Reads one line. For many lines of one format, make the parser once with `recordParser`. */
export function parseRecord(line: string, format: RecordFormat): ParsedRecord {
  return recordParser(format)(line);
}
