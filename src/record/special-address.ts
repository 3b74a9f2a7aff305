/** Addresses that are nobody's on the internet, and what they are for (IANA's registries of special-purpose addresses). */
import { type Cidr, cidrContains, parseCidr } from './address.ts';

/** The narrower block first. */
const BLOCKS: readonly (readonly [block: string, what: string])[] = [
  ['169.254.169.254/32', 'instance metadata service, link-local'],
  ['169.254.169.253/32', 'Amazon DNS server, link-local'],
  ['169.254.169.123/32', 'Amazon Time Sync Service, link-local'],
  ['fd00:ec2::/32', 'AWS service inside the VPC, unique local'],
  ['10.0.0.0/8', 'private (RFC 1918)'],
  ['172.16.0.0/12', 'private (RFC 1918)'],
  ['192.168.0.0/16', 'private (RFC 1918)'],
  ['100.64.0.0/10', 'shared address space (RFC 6598)'],
  ['169.254.0.0/16', 'link-local (RFC 3927)'],
  ['127.0.0.0/8', 'loopback (RFC 1122)'],
  ['0.0.0.0/8', 'this host on this network (RFC 1122)'],
  ['192.0.2.0/24', 'for documentation (RFC 5737)'],
  ['198.51.100.0/24', 'for documentation (RFC 5737)'],
  ['203.0.113.0/24', 'for documentation (RFC 5737)'],
  ['198.18.0.0/15', 'for benchmarks (RFC 2544)'],
  ['224.0.0.0/4', 'multicast (RFC 1112)'],
  ['255.255.255.255/32', 'broadcast (RFC 919)'],
  ['240.0.0.0/4', 'reserved (RFC 1112)'],
  ['::1/128', 'loopback (RFC 4291)'],
  ['::/128', 'unspecified (RFC 4291)'],
  ['64:ff9b::/96', 'IPv4 behind NAT64 (RFC 6052)'],
  ['2001:db8::/32', 'for documentation (RFC 3849)'],
  ['3fff::/20', 'for documentation (RFC 9637)'],
  ['fc00::/7', 'unique local (RFC 4193)'],
  ['fe80::/10', 'link-local (RFC 4291)'],
  ['ff00::/8', 'multicast (RFC 4291)'],
];

const PARSED: readonly { readonly block: Cidr; readonly what: string }[] = BLOCKS.flatMap(([text, what]) => {
  const block = parseCidr(text);
  return block ? [{ block, what }] : [];
});

/** What an address is for: `private (RFC 1918)`. Undefined for an address that somebody on the internet may have, and for what is none. */
export function specialAddress(address: string): string | undefined {
  return PARSED.find(({ block }) => cidrContains(block, address))?.what;
}
