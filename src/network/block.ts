/** Addresses and CIDR blocks as numbers, so that containment is two comparisons: rules are asked about thousands of packets. */
import ipaddr from 'ipaddr.js';
import { type Cidr, parseIpAddress } from '../record/address.ts';

export interface AddressNumber {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

const DOT = 46;

/** The number of a dotted IPv4 address; undefined for other text. Without a regular expression, because it is asked most of all. */
function ipv4Number(text: string): number | undefined {
  let value = 0;
  let octets = 0;
  let octet = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? DOT : text.charCodeAt(at);
    if (code === DOT) {
      if (octet < 0) return undefined;
      value = value * 256 + octet;
      octets += 1;
      octet = -1;
    } else {
      const digit = code - 48;
      // A second digit after a zero is an octal spelling, which AWS never writes.
      if (digit < 0 || digit > 9 || octet === 0) return undefined;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return undefined;
    }
  }
  return octets === 4 ? value : undefined;
}

/** The number of an IPv4 or IPv6 address; undefined for text that is none. */
export function addressNumber(text: string): AddressNumber | undefined {
  const ipv4 = ipv4Number(text);
  if (ipv4 !== undefined) return { family: 4, value: BigInt(ipv4) };
  const address = parseIpAddress(text);
  if (!address) return undefined;
  const octets = ipaddr.parse(address.text).toByteArray();
  return {
    family: address.family,
    value: octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n),
  };
}

interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** Worked out once for each block: the same rule is matched against every packet. */
const spans = new WeakMap<Cidr, Span>();

function spanOf(block: Cidr): Span {
  const known = spans.get(block);
  if (known) return known;
  const first = addressNumber(block.text.split('/')[0] ?? '')?.value ?? 0n;
  const span = { first, last: first + (1n << BigInt(BITS[block.family] - block.prefix)) - 1n };
  spans.set(block, span);
  return span;
}

export function blockContains(block: Cidr, { family, value }: AddressNumber): boolean {
  if (block.family !== family) return false;
  const { first, last } = spanOf(block);
  return value >= first && value <= last;
}

/** How many addresses of a block come before an address in it; undefined outside of it. */
export function offsetIn(block: Cidr, address: AddressNumber): bigint | undefined {
  return blockContains(block, address) ? address.value - spanOf(block).first : undefined;
}

/** The block that holds one address and no other: `10.0.1.5/32`. Undefined for text that is no address. */
export function blockOfOne(text: string): Cidr | undefined {
  const address = parseIpAddress(text);
  if (!address) return undefined;
  const prefix = BITS[address.family];
  return { kind: 'cidr', family: address.family, text: `${address.text}/${prefix}`, prefix };
}

/**
 * Finds what belongs to the blocks that hold an address, the smallest block first, without walking all blocks.
 * A block may stand for several things, as VPCs may overlap.
 */
export function indexBlocks<T>(
  entries: Iterable<readonly [Cidr, T]>,
): (address: AddressNumber) => readonly T[] {
  const byPrefix = { 4: new Map<number, Map<bigint, T[]>>(), 6: new Map<number, Map<bigint, T[]>>() };
  for (const [block, thing] of entries) {
    const byNetwork = byPrefix[block.family].get(block.prefix) ?? new Map<bigint, T[]>();
    const network = spanOf(block).first >> BigInt(BITS[block.family] - block.prefix);
    byPrefix[block.family].set(
      block.prefix,
      byNetwork.set(network, [...(byNetwork.get(network) ?? []), thing]),
    );
  }
  const longestFirst = {
    4: [...byPrefix[4]].sort(([a], [b]) => b - a),
    6: [...byPrefix[6]].sort(([a], [b]) => b - a),
  };
  return ({ family, value }) =>
    longestFirst[family].flatMap(
      ([prefix, byNetwork]) => byNetwork.get(value >> BigInt(BITS[family] - prefix)) ?? [],
    );
}
