/** A route table: where packets that leave a subnet go next. */
import type { Cidr } from '../record/address.ts';

export type RouteDestination =
  | { readonly kind: 'cidr'; readonly block: Cidr }
  | { readonly kind: 'prefix-list'; readonly id: string };

export type RouteTargetKind =
  | 'local'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'virtual-private-gateway'
  | 'peering-connection'
  | 'transit-gateway'
  | 'vpc-endpoint'
  | 'network-interface'
  | 'carrier-gateway'
  | 'local-gateway'
  | 'core-network'
  | 'other';

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  /** `local` for the VPC itself. */
  readonly id: string;
}

export interface Route {
  readonly destination: RouteDestination;
  readonly target: RouteTarget;
  /** `blackhole`: the target is gone, and packets are dropped. */
  readonly state: 'active' | 'blackhole';
  /** Learned from a gateway rather than written by a person. */
  readonly propagated: boolean;
}

export interface RouteTable {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  /** Every subnet of the VPC without a table of its own follows the main one. */
  readonly main: boolean;
  /** The subnets that are associated with it by name. */
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

export function destinationText(destination: RouteDestination): string {
  return destination.kind === 'cidr' ? destination.block.text : destination.id;
}
