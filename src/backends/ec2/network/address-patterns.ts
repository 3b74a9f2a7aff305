/** Filters know texts, not addresses: which texts stand for a block, and which blocks can hold an address. */
import ipaddr from 'ipaddr.js';
import { type Cidr, parseCidr, parseIpAddress } from '../../../record/address.ts';
import { isVpcResolver } from '../../../record/vpc-addresses.ts';

/** What VPCs and subnets can be: /16 to /28 in IPv4, /44 to /64 in steps of four in IPv6 (VPC User Guide, "VPC CIDR blocks"). */
const IPV4_PREFIXES = Array.from({ length: 13 }, (_, at) => 16 + at);
const IPV6_PREFIXES = [44, 48, 52, 56, 60, 64];

/** Whether a block is larger than any block of a VPC, so that to list what is in it is to list the account. */
export function isWiderThanVpc({ family, prefix }: Cidr): boolean {
  return prefix < (family === 4 ? 16 : 44);
}

/** The blocks that a subnet with this address in it can have. Empty for text that is no address. */
export function subnetBlocksAround(address: string): readonly string[] {
  const parsed = parseIpAddress(address);
  if (!parsed) return [];
  const prefixes = parsed.family === 4 ? IPV4_PREFIXES : IPV6_PREFIXES;
  return prefixes.flatMap((prefix) => parseCidr(`${parsed.text}/${prefix}`)?.text ?? []);
}

/** The blocks of VPCs whose resolver has this address: it is the base of the VPC's primary IPv4 block plus two. */
export function vpcBlocksResolvedAt(address: string): readonly string[] {
  return subnetBlocksAround(address).filter((text) => {
    const block = parseCidr(text);
    return block !== undefined && isVpcResolver(block, address);
  });
}

/** `10.0.16.*` and so on for 10.0.16.0/20: whole octets, and each value of the one that the prefix ends in. */
function ipv4Patterns(network: string, prefix: number): readonly string[] {
  const octets = network.split('.').map(Number);
  const whole = Math.floor(prefix / 8);
  const start = octets.slice(0, whole);
  if (whole === 4) return [network];
  const open = 2 ** (8 - (prefix % 8));
  const first = octets[whole] ?? 0;
  const tail = whole === 3 ? [] : ['*'];
  if (open === 256) return [[...start, '*'].join('.')];
  return Array.from({ length: open }, (_, at) => [...start, first + at, ...tail].join('.'));
}

/** The groups of four digits that are the same in the whole block. A group of zeros may be written as `::`, so the text ends before it. */
function ipv6Pattern(network: string, prefix: number): string {
  const { parts } = ipaddr.IPv6.parse(network);
  if (prefix === 128) return network;
  const same = parts.slice(0, Math.floor(prefix / 16));
  const zero = same.indexOf(0);
  const written = zero < 0 ? same : same.slice(0, zero);
  return [...written.map((part) => part.toString(16)), '*'].join(':');
}

/** Patterns that every address in a block matches, and in IPv6 some others too. */
export function patternsOfBlock({ family, text, prefix }: Cidr): readonly string[] {
  const [network = ''] = text.split('/');
  return family === 4 ? ipv4Patterns(network, prefix) : [ipv6Pattern(network, prefix)];
}
