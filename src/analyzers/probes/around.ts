/** The network that an address lies in, as far as an address alone tells: what is known of one host of it is a hint for the others. */
import { parseCidr } from '../../record/address.ts';

/** The usual subnets: a /24, and the /64 that every IPv6 subnet has (VPC User Guide, "Subnet CIDR blocks"). */
export function networkAround(address: string): string {
  return parseCidr(`${address}/${address.includes(':') ? 64 : 24}`)?.text ?? address;
}
