/** Conditions on addresses as records write them: text, which DuckDB compares without an extension that it would have to download. */
import ipaddr from 'ipaddr.js';
import type { Cidr, IpAddress } from '../../record/address.ts';
import type { Parameters } from './sql.ts';

/**
 * A macro that writes an IPv6 address, however it is shortened, as its 32 hexadecimal digits; null for text with dots or of no eight groups.
 * AWS writes the short form of RFC 5952; pipelines in between may not.
 */
export const IPV6_DIGITS_MACRO = `CREATE OR REPLACE MACRO ipv6_digits(address) AS (
  SELECT CASE WHEN len(groups) = 8 AND NOT contains(address, '.')
    THEN lower(array_to_string(list_transform(groups, lambda one: lpad(one, 4, '0')), '')) END
  FROM (SELECT list_concat(head, list_concat(list_resize([]::VARCHAR[], greatest(8 - len(head) - len(tail), 0), '0'), tail)) AS groups
    FROM (SELECT
      list_filter(string_split(string_split(address, '::')[1], ':'), lambda one: one <> '') AS head,
      list_filter(string_split(coalesce(string_split(address, '::')[2], ''), ':'), lambda one: one <> '') AS tail)))`;

function ipv6Digits(address: string): string {
  return [...ipaddr.IPv6.parse(address).toByteArray()]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** The text is one of these addresses. `column` is an SQL expression. */
export function isAddress(column: string, addresses: readonly IpAddress[], parameters: Parameters): string {
  const texts = addresses.map(({ text }) => parameters.add(text));
  const same = texts.length === 1 ? `${column} = ${texts[0]}` : `${column} IN (${texts.join(', ')})`;
  const six = addresses.filter(({ family }) => family === 6);
  if (six.length === 0) return same;
  const digits = six.map(({ text }) => parameters.add(ipv6Digits(text)));
  return `(${same} OR (contains(${column}, ':') AND ipv6_digits(${column}) IN (${digits.join(', ')})))`;
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
  const begins = whole === 0 ? [] : [`starts_with(${column}, ${parameters.add(start.join(''))})`];
  const bits = prefix % 8;
  if (bits === 0) return begins.join('');
  const low = Number(octets[whole]);
  const high = low + 2 ** (8 - bits) - 1;
  const octet = `TRY_CAST(split_part(${column}, '.', ${whole + 1}) AS INTEGER)`;
  return `(${[...begins, `${octet} BETWEEN ${low} AND ${high}`, ...(whole === 0 ? [`NOT contains(${column}, ':')`] : [])].join(' AND ')})`;
}

function inIpv6Block(column: string, { text, prefix }: Cidr, parameters: Parameters): string {
  const digits = ipv6Digits(text.split('/')[0] ?? '');
  const whole = Math.floor(prefix / 4);
  const start = `starts_with(ipv6_digits(${column}), ${parameters.add(digits.slice(0, whole))})`;
  const bits = prefix % 4;
  if (bits === 0) return `(contains(${column}, ':') AND ${start})`;
  const low = Number.parseInt(digits[whole] ?? '0', 16);
  const high = low + 2 ** (4 - bits) - 1;
  const next = `substr(ipv6_digits(${column}), ${whole + 1}, 1)`;
  return `(contains(${column}, ':') AND ${start} AND ${next} BETWEEN ${parameters.add(low.toString(16))} AND ${parameters.add(high.toString(16))})`;
}
