/** A subnet: what a network ACL and a route table apply to. */
import type { Cidr } from '../record/address.ts';
import type { BlockMode } from './block-public-access.ts';

export interface Subnet {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  /** IPv4 and IPv6. */
  readonly blocks: readonly Cidr[];
  readonly availabilityZone: string | null;
  /** What VPC Block Public Access does here, exclusions counted; null where it was not given. */
  readonly blockMode: BlockMode | null;
}
