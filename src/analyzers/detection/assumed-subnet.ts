/** The subnet that an address of ours is taken to be in where no configuration tells: a /24, or of IPv6 the /64 that every subnet has (VPC User Guide, "IP addressing"). */
import { parseCidr } from '../../record/address.ts';

/** `10.0.1.0/24`, `2001:db8:0:1::/64`; the text itself where it is no address. */
export function assumedSubnet(address: string): string {
  return parseCidr(`${address}/${address.includes(':') ? 64 : 24}`)?.text ?? address;
}
