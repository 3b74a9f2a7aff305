/** The one place where values become text of a query. Nothing is escaped: what would need it can stand in no record, so it is not written. */
import type { Cidr } from '../../record/address.ts';

/**
 * What the fields of a record are written in: ids, ARNs, names of AWS services, numbers, addresses, and tags, which AWS percent-encodes
 * (VPC User Guide, "Flow log records"). Neither white space, quotes, backslashes nor braces are among it.
 */
const RECORD_TEXT = /^[\w.~:/%+=,@!*()-]+$/;

/** A string, quoted; undefined for text that no record can hold. A lone dash is AWS's sign for "no value". */
export function textLiteral(value: string): string | undefined {
  return RECORD_TEXT.test(value) && value !== '-' ? `"${value}"` : undefined;
}

/** A whole number from 0 up, in decimal digits; undefined for a number that no field can hold. */
export function numberLiteral(value: number): string | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? value.toFixed(0) : undefined;
}

/** A block of typed parts: its text was made by the address parser, not by a person. */
export function cidrLiteral({ text }: Cidr): string {
  return `"${text}"`;
}
