/**
 * Conditions on addresses as records write them. IPv4 has one way of writing an address, so it is compared as text; IPv6 has many, so it is read
 * as Trino's IPADDRESS. That type puts IPv4 into `::ffff:0:0/96` (Trino documentation, "Network address"), where flow logs may have IPv6
 * addresses of their own: which family the text is of is always asked too. Literals are made of typed addresses, never of a person's text.
 */
import ipaddr from 'ipaddr.js';
import type { Cidr, IpAddress } from '../../record/address.ts';
import { both, type Condition, either, isAmong, plain } from './condition.ts';
import { textLiteral } from './sql.ts';

function literal(address: string): string {
  return `IPADDRESS ${textLiteral(address)}`;
}

function isFamily(column: string, family: 4 | 6): Condition {
  return plain(`strpos(${column}, ':') ${family === 6 ? '>' : '='} 0`);
}

/** Null for text that is no address. */
function asAddress(column: string): string {
  return `TRY_CAST(${column} AS IPADDRESS)`;
}

/** The text is one of these addresses. `column` is an SQL expression. */
export function isAddress(column: string, addresses: readonly IpAddress[]): Condition {
  const of = (family: 4 | 6) => addresses.filter((one) => one.family === family).map(({ text }) => text);
  const four = of(4).map((text) => plain(textLiteral(text)));
  const six = of(6).map((text) => plain(literal(text)));
  return either(
    four.length > 0 && isAmong(column, four),
    six.length > 0 && both(isFamily(column, 6), isAmong(asAddress(column), six)),
  );
}

/** The first and the last address of a block. */
function endsOf({ family, text }: Cidr): readonly [string, string] {
  return family === 4
    ? [
        ipaddr.IPv4.networkAddressFromCIDR(text).toString(),
        ipaddr.IPv4.broadcastAddressFromCIDR(text).toString(),
      ]
    : [
        ipaddr.IPv6.networkAddressFromCIDR(text).toRFC5952String(),
        ipaddr.IPv6.broadcastAddressFromCIDR(text).toRFC5952String(),
      ];
}

/** The text is an address in the block. */
export function isInBlock(column: string, block: Cidr): Condition {
  const [first, last] = endsOf(block).map(literal);
  return both(isFamily(column, block.family), plain(`${asAddress(column)} BETWEEN ${first} AND ${last}`));
}
