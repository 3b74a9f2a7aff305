/** The rows of an engine, checked against the query that asked for them: the one place where untyped values become typed rows. */
import { isNumeric } from '../record/fields.ts';
import type { Expression } from './expression.ts';
import type { FlowQuery } from './flow-query.ts';

type Kind = 'number' | 'text';

/** Characters. No value that AWS writes is longer: names in the ARNs of ECS have up to 255, values of tags 256. */
const LONGEST = 512;
const CONTROLS = /\p{Cc}+/gu;

function kindOf(expression: Expression): Kind {
  switch (expression.kind) {
    case 'field':
      return isNumeric(expression.field) ? 'number' : 'text';
    case 'first-of':
      return isNumeric(expression.fields[0]) ? 'number' : 'text';
    case 'slot':
      return 'number';
  }
}

function kindsOf(query: FlowQuery<unknown>): readonly (readonly [string, Kind])[] {
  return [
    ...Object.entries(query.columns).map(([name, expression]) => [name, kindOf(expression)] as const),
    ...Object.keys(query.measures ?? {}).map((name) => [name, 'number'] as const),
  ];
}

/** As AWS writes values. What else is in a record would break terminals, and stores that take no zero byte, or no key of such a length. */
function wellFormed(text: string): string {
  const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  return short.replace(CONTROLS, '');
}

function decoded(name: string, kind: Kind, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (kind === 'text') {
    if (typeof value === 'string') return wellFormed(value);
  } else {
    const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number) && value !== '') return number;
  }
  throw new TypeError(`The engine gave ${typeof value} ${String(value)} for ${name}, which is a ${kind}.`);
}

/** @param rows values by the names of the query's columns and measures; numbers may be bigints or decimal text. @throws TypeError for a value of another type. */
export function decodeRows<Row>(
  query: FlowQuery<Row>,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly Row[] {
  const kinds = kindsOf(query);
  const checked: unknown = rows.map((row) =>
    Object.fromEntries(kinds.map(([name, kind]) => [name, decoded(name, kind, row[name])])),
  );
  // Every value was checked against the column that the row type was inferred from.
  return checked as readonly Row[];
}
