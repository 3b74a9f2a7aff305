/** The addresses that AWS keeps for itself in every subnet and VPC (VPC User Guide, "Subnet sizing"). */
import ipaddr from 'ipaddr.js';
import { type Cidr, cidrContains, parseIpAddress } from './address.ts';

type ReservedAddress = 'network' | 'router' | 'resolver' | 'future-use' | 'broadcast';

const FIRST_FOUR: readonly ReservedAddress[] = ['network', 'router', 'resolver', 'future-use'];

/** The number of an IPv4 address, or null for other text. */
function ipv4Number(text: string): number | null {
  const address = parseIpAddress(text);
  if (address?.family !== 4) return null;
  return ipaddr.IPv4.parse(address.text).octets.reduce((number, octet) => number * 256 + octet, 0);
}

/** What AWS uses an address of an IPv4 subnet for: the first four and the last are its own. Undefined for all others. */
export function reservedAddressIn(subnet: Cidr, address: string): ReservedAddress | undefined {
  if (!cidrContains(subnet, address)) return undefined;
  const base = ipv4Number(subnet.text.split('/')[0] ?? '');
  const number = ipv4Number(address);
  if (base === null || number === null) return undefined;
  const offset = number - base;
  return offset === 2 ** (32 - subnet.prefix) - 1 ? 'broadcast' : FIRST_FOUR[offset];
}

/** Whether an address is the VPC's resolver: the base of the VPC's primary IPv4 block plus two. */
export function isVpcResolver(vpc: Cidr, address: string): boolean {
  return reservedAddressIn(vpc, address) === 'resolver';
}
