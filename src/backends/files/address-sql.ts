/** Conditions on addresses as records write them: text, which DuckDB compares without an extension that it would have to download. */
import ipaddr from 'ipaddr.js';
import type { Cidr, IpAddress } from '../../record/address.ts';
import { type Parameters, quotedText } from './sql.ts';

/** The groups on one side of `::`; those of an address without it are all on the first side. */
function groupsSql(side: 1 | 2): string {
  const text = `coalesce(string_split(address, '::')[${side}], '')`;
  return `list_filter(string_split(${text}, ':'), lambda one: one <> '')`;
}

/**
 * Macros; the last writes an IPv6 address, however it is shortened, as its 32 hexadecimal digits, and is null for anything else.
 * AWS writes the short form of RFC 5952; pipelines in between may not. They hold no subquery: DuckDB would make joins of them.
 */
export const IPV6_MACROS = `
CREATE OR REPLACE MACRO ipv6_zeros(address) AS
  list_resize([]::VARCHAR[], greatest(8 - len(${groupsSql(1)}) - len(${groupsSql(2)}), 0), '0');
CREATE OR REPLACE MACRO ipv6_groups(address) AS
  list_concat(${groupsSql(1)}, list_concat(ipv6_zeros(address), ${groupsSql(2)}));
CREATE OR REPLACE MACRO ipv6_digits(address) AS
  CASE WHEN contains(address, ':') AND NOT contains(address, '.') AND len(ipv6_groups(address)) = 8
  THEN lower(array_to_string(list_transform(ipv6_groups(address), lambda one: lpad(one, 4, '0')), '')) END`;

function ipv6Digits(address: string): string {
  return [...ipaddr.IPv6.parse(address).toByteArray()]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** DuckDB looks at the second condition only where the first holds: of an AND it would look at both everywhere. */
function only(first: string, second: string): string {
  return `CASE WHEN ${first} THEN ${second} ELSE false END`;
}

function isIpv6(column: string): string {
  return `contains(${column}, ':')`;
}

/** The text is one of these addresses. `column` is an SQL expression. */
export function isAddress(column: string, addresses: readonly IpAddress[], parameters: Parameters): string {
  const texts = addresses.map(({ text }) => parameters.add(text));
  const same = texts.length === 1 ? `${column} = ${texts[0]}` : `${column} IN (${texts.join(', ')})`;
  const six = addresses.filter(({ family }) => family === 6);
  if (six.length === 0) return same;
  const digits = six.map(({ text }) => parameters.add(ipv6Digits(text)));
  return `(${same} OR ${only(isIpv6(column), `ipv6_digits(${column}) IN (${digits.join(', ')})`)})`;
}

/** The text is an address in the block. */
export function isInBlock(column: string, block: Cidr, parameters: Parameters): string {
  return block.family === 4 ? inIpv4Block(column, block, parameters) : inIpv6Block(column, block, parameters);
}

/** Whole octets are compared as text, the one that the prefix cuts as a number: nothing has to be converted for most records. */
function inIpv4Block(column: string, { text, prefix }: Cidr, parameters: Parameters): string {
  if (prefix === 0) return `(contains(${column}, '.') AND NOT contains(${column}, ':'))`;
  const octets = (text.split('/')[0] ?? '').split('.');
  const whole = Math.floor(prefix / 8);
  if (whole === 4) return `${column} = ${parameters.add(octets.join('.'))}`;
  const start = octets.slice(0, whole).map((octet) => `${octet}.`);
  const begins = `starts_with(${column}, ${parameters.add(start.join(''))})`;
  const bits = prefix % 8;
  if (bits === 0) return begins;
  const low = Number(octets[whole]);
  const high = low + 2 ** (8 - bits) - 1;
  const octet = `TRY_CAST(split_part(${column}, '.', ${whole + 1}) AS INTEGER)`;
  return only(whole === 0 ? `NOT ${isIpv6(column)}` : begins, `${octet} BETWEEN ${low} AND ${high}`);
}

/** One group of four hexadecimal digits of which the first bits are told; undefined where `::` may stand for it, or where too much may be left unwritten. */
function groupPattern(digits: string, bits: number): string | undefined {
  const written = digits.replace(/^0+/, '');
  if (bits === 16 && written !== '') return `${'0?'.repeat(4 - written.length)}${written}`;
  if (digits.startsWith('0')) return undefined;
  const whole = Math.floor(bits / 4);
  const low = Number.parseInt(digits[whole] ?? '0', 16);
  const choice = Array.from({ length: 2 ** (4 - (bits % 4)) }, (_, index) => (low + index).toString(16));
  const cut = bits % 4 === 0 ? '' : `[${choice.join('')}]`;
  const open = 4 - whole - (cut ? 1 : 0);
  return `${digits.slice(0, whole)}${cut}${open > 0 ? `[0-9a-f]{${open}}` : ''}`;
}

/**
 * How every way of writing an address of the block begins; undefined where that cannot be told, as `::` may stand for a part of it. What the digits
 * are computed with takes DuckDB a hundred times as long to plan as this, and each condition is planned anew.
 */
function beginningOf(digits: string, prefix: number): string | undefined {
  const groups = Array.from({ length: Math.ceil(prefix / 16) }, (_, index) =>
    groupPattern(digits.slice(index * 4, index * 4 + 4), Math.min(16, prefix - index * 16)),
  );
  if (groups.length === 0 || groups.includes(undefined)) return undefined;
  return `^${groups.join(':')}${groups.length < 8 ? ':' : '$'}`;
}

function inIpv6Block(column: string, { text, prefix }: Cidr, parameters: Parameters): string {
  const digits = ipv6Digits(text.split('/')[0] ?? '');
  const beginning = beginningOf(digits, prefix);
  if (beginning !== undefined)
    return only(isIpv6(column), `regexp_matches(${column}, ${quotedText(beginning)}, 'i')`);
  const whole = Math.floor(prefix / 4);
  const start = `starts_with(ipv6_digits(${column}), ${parameters.add(digits.slice(0, whole))})`;
  const bits = prefix % 4;
  if (bits === 0) return only(isIpv6(column), start);
  const low = Number.parseInt(digits[whole] ?? '0', 16);
  const high = low + 2 ** (4 - bits) - 1;
  const next = `substr(ipv6_digits(${column}), ${whole + 1}, 1)`;
  const [from, to] = [low, high].map((digit) => parameters.add(digit.toString(16)));
  return only(isIpv6(column), `${start} AND ${next} BETWEEN ${from} AND ${to}`);
}
