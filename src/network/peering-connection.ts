/** A VPC peering connection: it carries traffic between the blocks of its two VPCs, and nothing beyond them. */
import type { Cidr } from '../record/address.ts';

export interface PeeringSide {
  readonly vpcId: string | null;
  readonly region: string | null;
  /** Null where they were not given, as for a connection that is not active. */
  readonly blocks: readonly Cidr[] | null;
}

export interface PeeringConnection {
  readonly id: string;
  readonly name: string | null;
  /** `active`, `pending-acceptance`, `deleted` …; null where it was not given. */
  readonly status: string | null;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
}

/** The side that is not a VPC's own; undefined where the connection is not that VPC's. */
export function otherSide(connection: PeeringConnection, vpcId: string): PeeringSide | undefined {
  if (connection.requester.vpcId === vpcId) return connection.accepter;
  return connection.accepter.vpcId === vpcId ? connection.requester : undefined;
}
