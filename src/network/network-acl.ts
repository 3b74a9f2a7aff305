/** A network ACL: numbered rules that allow or deny what enters and what leaves its subnets, without remembering connections. */
import type { Cidr } from '../record/address.ts';
import type { Traffic } from './traffic.ts';

export interface NetworkAclEntry extends Traffic {
  readonly number: number;
  readonly action: 'allow' | 'deny';
  /** The source of what comes in, the destination of what goes out. */
  readonly block: Cidr;
}

export interface NetworkAcl {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  readonly isDefault: boolean;
  readonly subnetIds: readonly string[];
  /** In the order they are evaluated: the lowest number first. */
  readonly inbound: readonly NetworkAclEntry[];
  readonly outbound: readonly NetworkAclEntry[];
}

/** The highest number that a rule can be given; those above are the unchangeable denials at the end, one for IPv4 and one for IPv6. */
export const HIGHEST_RULE_NUMBER = 32_766;

export const DEFAULT_RULE = '*';

/** As the console shows a rule's number: `100`, and `*` for the denial at the end. */
export function ruleText(number: number): string {
  return number > HIGHEST_RULE_NUMBER ? DEFAULT_RULE : String(number);
}
