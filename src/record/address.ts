/** IP addresses and CIDR blocks as typed values, so that no text of a person stands where an address is meant. */
import ipaddr from 'ipaddr.js';

export interface IpAddress {
  readonly kind: 'address';
  readonly family: 4 | 6;
  /** Canonical text: dotted decimal, or the short form of RFC 5952. */
  readonly text: string;
}

export interface Cidr {
  readonly kind: 'cidr';
  readonly family: 4 | 6;
  /** Canonical text with the host bits cleared: `10.0.1.0/24`. */
  readonly text: string;
  readonly prefix: number;
}

/** Without leading zeros: ipaddr.js also takes `10.1` and octal parts, which nobody means in a question about a network. */
const STRICT_V4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

function parseV4(text: string): ipaddr.IPv4 | undefined {
  if (!STRICT_V4.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  return octets.some((octet) => octet > 255) ? undefined : new ipaddr.IPv4(octets);
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!text.includes(':')) return parseV4(text);
  return !text.includes('%') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

/** Reads an IPv4 or IPv6 address; undefined when it is not one. A zone (`%eth0`) is not accepted. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const address = parse(text);
  if (!address) return undefined;
  return address.kind() === 'ipv4'
    ? { kind: 'address', family: 4, text: address.toString() }
    : { kind: 'address', family: 6, text: (address as ipaddr.IPv6).toRFC5952String() };
}

/** Reads `address/prefix`, clearing host bits as AWS does; undefined when it is not a CIDR block. */
export function parseCidr(text: string): Cidr | undefined {
  const [base, prefixText, ...rest] = text.split('/');
  if (base === undefined || prefixText === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefixText))
    return undefined;
  const address = parseIpAddress(base);
  const prefix = Number(prefixText);
  if (!address || prefix > (address.family === 4 ? 32 : 128)) return undefined;
  const network =
    address.family === 4
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.text}/${prefix}`).toString()
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.text}/${prefix}`).toRFC5952String();
  return { kind: 'cidr', family: address.family, text: `${network}/${prefix}`, prefix };
}

/** The networks of blocks that were asked about; the same few are asked about for every record. */
const networks = new WeakMap<Cidr, ipaddr.IPv4 | ipaddr.IPv6>();

function networkOf(block: Cidr): ipaddr.IPv4 | ipaddr.IPv6 {
  const known = networks.get(block);
  if (known) return known;
  const base = block.text.split('/')[0] ?? '';
  const network = block.family === 4 ? ipaddr.IPv4.parse(base) : ipaddr.IPv6.parse(base);
  networks.set(block, network);
  return network;
}

/** Whether an address, as text from a record, lies in a block. Text that is no address lies in none. */
export function cidrContains(block: Cidr, address: string): boolean {
  if ((address.includes(':') ? 6 : 4) !== block.family) return false;
  return parse(address)?.match(networkOf(block) as never, block.prefix) ?? false;
}

/** The canonical text of an address as a record wrote it; the text itself where it is no address. */
export function canonicalAddress(text: string): string {
  return parseIpAddress(text)?.text ?? text;
}

/**
 * Whether an address can be reached only inside private networks: RFC 1918, carrier-grade NAT (RFC 6598), link-local, loopback,
 * and IPv6 unique local. Everything else is a public address of the internet, wherever it is announced.
 */
export function isPrivateAddress(text: string): boolean {
  const range = parse(text)?.range();
  return (
    range === 'private' ||
    range === 'carrierGradeNat' ||
    range === 'linkLocal' ||
    range === 'loopback' ||
    range === 'uniqueLocal'
  );
}
