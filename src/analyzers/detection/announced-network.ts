/** The network that a destination outside is announced with: a service has many addresses near each other, and is known by all of them once it is known by one. */
import { parseCidr } from '../../record/address.ts';

/** The longest prefixes that are announced on the internet: a /24, and a /48 of IPv6 (RFC 7454, section 6.1.3). */
const PREFIX = { ipv4: 24, ipv6: 48 } as const;

/** `203.0.113.0/24`, `2001:db8::/48`; the text itself where it is no address. */
export function announcedNetwork(address: string): string {
  const prefix = address.includes(':') ? PREFIX.ipv6 : PREFIX.ipv4;
  return parseCidr(`${address}/${prefix}`)?.text ?? address;
}
