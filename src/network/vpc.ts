/** A VPC and the blocks it routes to itself. */
import type { Cidr } from '../record/address.ts';

export interface Vpc {
  readonly id: string;
  readonly name: string | null;
  /** The IPv4 block that holds the resolver at its base plus two; null for a VPC without one. */
  readonly primaryBlock: Cidr | null;
  /** All that are associated, IPv4 and IPv6, the primary one among them. */
  readonly blocks: readonly Cidr[];
}
