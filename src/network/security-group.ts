/** A security group: what it lets in and out. It has no deny rules, and denies what no rule allows. */
import type { Cidr } from '../record/address.ts';
import type { Traffic } from './traffic.ts';

export interface GroupReference {
  readonly kind: 'security-group';
  readonly id: string;
  /** The VPC of the referenced group, where it was given. */
  readonly vpcId: string | null;
  /** `active`, `deleted` … of the peering connection to it; null inside one VPC. */
  readonly peeringStatus: string | null;
}

/** Whom a rule is about: the source of what comes in, the destination of what goes out. */
export type RulePeer =
  | { readonly kind: 'cidr'; readonly block: Cidr }
  | { readonly kind: 'prefix-list'; readonly id: string }
  | GroupReference;

export interface SecurityGroupRule extends Traffic {
  /** `sgr-…`; null where only `describe-security-groups` was read, which does not show it. */
  readonly id: string | null;
  readonly peer: RulePeer;
  readonly description: string | null;
}

/** Its rules are complete: a group of which a rule could not be read is left out of the network. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  readonly inbound: readonly SecurityGroupRule[];
  readonly outbound: readonly SecurityGroupRule[];
}

export function peerText(peer: RulePeer): string {
  return peer.kind === 'cidr' ? peer.block.text : peer.id;
}
