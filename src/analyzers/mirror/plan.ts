/** A Traffic Mirroring plan as data, and what is known of its price and limits. The scripts are drawn from it. */
import { ec2Command } from '../../network/fix/command.ts';
import type { FilterRule } from './filter-rule.ts';

export interface MirrorPlan {
  /** The network interface whose packets are copied. */
  readonly sourceId: string;
  /** Its primary private IPv4 address, from which the copies come; null where it is not known. */
  readonly sourceAddress: string | null;
  readonly rules: readonly FilterRule[];
  /** DNS with the VPC's resolver is copied only by a switch of its own. */
  readonly amazonDns: boolean;
  /** What is copied, in words. May hold names that people gave: untrusted text. */
  readonly about: string;
}

/** Copies arrive as VXLAN at this UDP port (Traffic Mirroring guide, "Traffic Mirroring packet format"). */
export const VXLAN_PORT = 4789;

/**
 * US dollars for each hour in which a network interface is mirrored: Amazon VPC pricing, the example for US East (Ohio), read in September 2026.
 * Other Regions differ. Traffic between Availability Zones and the receiving host are paid for as always.
 */
export const MIRROR_USD_PER_HOUR = 0.015;

/** What VXLAN adds to a packet; larger packets than the target's MTU less this are cut (Traffic Mirroring guide, "MTU"). */
export const ENCAPSULATION_BYTES = { ipv4: 54, ipv6: 74 } as const;

const LARGEST_VNI = 2 ** 24 - 1;

/**
 * A VXLAN network identifier from 1 to 2^24 - 1, by FNV-1a: the same plan has the same one, so that it can be found again and taken down,
 * and captures that run beside it most likely have others.
 */
export function vniOf({
  sourceId,
  rules,
  amazonDns,
}: Pick<MirrorPlan, 'sourceId' | 'rules' | 'amazonDns'>): number {
  const text = JSON.stringify([sourceId, rules, amazonDns]);
  let hash = 0x81_1c_9d_c5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  }
  return 1 + ((hash >>> 0) % LARGEST_VNI);
}

/** The description of everything that the plan makes, by which the tear-down finds it. */
export function planName(plan: MirrorPlan): string {
  return `flows-capture-${vniOf(plan)}`;
}

/** Text of a person as a comment of one line: what could end the line, or hide in it, becomes a space. */
export function commentText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** A condition of tcpdump for the copies of this plan alone: the identifier is 12 bytes behind the start of the UDP header. */
export function tcpdumpFilter(plan: MirrorPlan): string {
  return `udp dst port ${VXLAN_PORT} and udp[12:4] = ${vniOf(plan) * 256}`;
}

/** What looks the source up where its address is not known. */
export function sourceLookUp(sourceId: string): string {
  return ec2Command('describe-network-interfaces', [
    ['network-interface-ids', sourceId],
    ['query', 'NetworkInterfaces[0].PrivateIpAddress'],
    ['output', 'text'],
  ]);
}
