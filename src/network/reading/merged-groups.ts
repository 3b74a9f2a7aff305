/** Puts together what DescribeSecurityGroups and DescribeSecurityGroupRules say of the same groups. */
import { peerText, type SecurityGroup, type SecurityGroupRule } from '../security-group.ts';
import { trafficText } from '../traffic.ts';
import type { Reading } from './response.ts';

/** Two rules with one key let the same packets through. */
function keyOf(rule: SecurityGroupRule): string {
  return `${trafficText(rule)} ${peerText(rule.peer)}`;
}

function byId(groups: readonly SecurityGroup[]): ReadonlyMap<string, SecurityGroup> {
  const found = new Map<string, SecurityGroup>();
  for (const group of groups) {
    const known = found.get(group.id);
    // One group's rules may be spread over pages.
    const whole = known
      ? {
          ...group,
          inbound: [...known.inbound, ...group.inbound],
          outbound: [...known.outbound, ...group.outbound],
        }
      : group;
    found.set(group.id, whole);
  }
  return found;
}

/** Those with ids first, then what only the other list has. */
function union(
  withIds: readonly SecurityGroupRule[],
  without: readonly SecurityGroupRule[],
): readonly SecurityGroupRule[] {
  const keys = new Set(withIds.map(keyOf));
  return [...withIds, ...without.filter((rule) => !keys.has(keyOf(rule)))];
}

function agree(a: SecurityGroup, b: SecurityGroup): boolean {
  const keys = ({ inbound, outbound }: SecurityGroup) =>
    JSON.stringify([new Set(inbound.map(keyOf)), new Set(outbound.map(keyOf))].map((set) => [...set].sort()));
  return keys(a) === keys(b);
}

/**
 * The names come from the one, the rules' ids from the other. Where they do not agree they were read at different times, or one of them
 * in part: what either lets through then counts as let through, and a note says so.
 */
export function mergeSecurityGroups(
  described: readonly SecurityGroup[],
  fromRules: readonly SecurityGroup[],
): Reading<SecurityGroup> {
  const ruled = byId(fromRules);
  const merged = new Map(byId(described));
  const notes: string[] = [];
  for (const [id, rules] of ruled) {
    const group = merged.get(id);
    if (group && !agree(group, rules))
      notes.push(
        `${id}: describe-security-groups and describe-security-group-rules do not list the same rules; what either allows counts as allowed.`,
      );
    merged.set(id, {
      ...(group ?? rules),
      inbound: union(rules.inbound, group?.inbound ?? []),
      outbound: union(rules.outbound, group?.outbound ?? []),
    });
  }
  return { things: [...merged.values()], notes };
}
