/** The network around an address, where no configuration tells its subnet: a /24, or of IPv6 the /64 that every subnet has (VPC User Guide, "IP addressing"). */
import { parseCidr } from '../../record/address.ts';

export function addressNetwork(address: string): string {
  return parseCidr(`${address}/${address.includes(':') ? 64 : 24}`)?.text ?? address;
}
