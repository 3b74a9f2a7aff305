/** What one thing on a packet's way says to it: a closed union, so that whoever shows a way must know every kind of step. */
import type { BlockMode } from '../block-public-access.ts';
import type { Direction } from '../direction.ts';
import type { RouteTarget } from '../route-table.ts';
import type { NearestRule } from './nearest-rules.ts';
import type { Packet } from './packet.ts';
import type { PortInterval } from './port-intervals.ts';

/** `partly`: some of the ports in question are let through and some are not. `skipped`: it does not apply to this packet. */
export type Outcome = 'allow' | 'deny' | 'partly' | 'unknown' | 'skipped';

interface Said {
  readonly outcome: Outcome;
  /** In words, without the thing's own id. */
  readonly because: string;
  /** The packet with the addresses that it has here: gateways change them. */
  readonly packet: Packet;
}

export interface SecurityGroupsStep extends Said {
  readonly step: 'outbound-security-groups' | 'inbound-security-groups';
  readonly interfaceId: string;
  /** All that were looked at: together they are one set of rules. */
  readonly groupIds: readonly string[];
  /** The rule that allows; its id is null where only describe-security-groups was read. */
  readonly allowedBy: { readonly groupId: string; readonly ruleId: string | null } | null;
  /** Where it is denied, the rules that come nearest to allowing it. */
  readonly nearest: readonly NearestRule[];
}

export interface NetworkAclStep extends Said {
  readonly step: 'outbound-network-acl' | 'inbound-network-acl';
  readonly subnetId: string | null;
  readonly aclId: string | null;
  /** The rule that decided, `*` for the denial at the end; null where several did or it cannot be told. */
  readonly rule: string | null;
  /** What each part of the ports in question meets; empty for protocols without ports. */
  readonly ports: readonly PortInterval[];
}

export interface RouteStep extends Said {
  readonly step: 'route';
  readonly subnetId: string | null;
  readonly routeTableId: string | null;
  /** The route that was taken: a block, or a prefix list's id. */
  readonly destination: string | null;
  readonly target: RouteTarget | null;
  /** Where the packet may go instead, for what was not read; null where the target is certain. */
  readonly alternative: RouteTarget | null;
}

export interface BlockPublicAccessStep extends Said {
  readonly step: 'block-public-access';
  readonly mode: BlockMode | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  /** Who opened the exchange. */
  readonly opened: 'inside' | 'outside';
}

export type Step = SecurityGroupsStep | NetworkAclStep | RouteStep | BlockPublicAccessStep;

export function directionOfStep({ step }: SecurityGroupsStep | NetworkAclStep): Direction {
  return step.startsWith('inbound') ? 'inbound' : 'outbound';
}
