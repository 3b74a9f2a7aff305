/** What the security groups of a network interface say to a packet that comes in or goes out. */
import type { Direction } from '../direction.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { groupLabel, peerLabel } from '../find/label.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { SecurityGroupRule } from '../security-group.ts';
import { trafficText } from '../traffic.ts';
import { both, type Match, matchesTraffic } from './match.ts';
import { nearestRules } from './nearest-rules.ts';
import { type Packet, packetText } from './packet.ts';
import { matchesPeer, type OtherEnd, otherEndOf } from './peer-match.ts';
import type { SecurityGroupsStep } from './step.ts';
import type { Way } from './way.ts';

export interface GroupsQuestion {
  readonly of: NetworkInterface;
  readonly direction: Direction;
  /** With the addresses that this interface sees. */
  readonly packet: Packet;
  readonly way: Way;
}

interface Judged {
  readonly groupId: string;
  readonly rule: SecurityGroupRule;
  /** Whether the rule is about such traffic at all. */
  readonly traffic: Match;
  readonly match: Match;
  /** What leaves it open, or why the other end does not count. */
  readonly because: string | null;
}

const TRAFFIC_OPEN = 'the packet’s ICMP type or port is not known';

/** The rules of several groups are one set, and anything in it allows (VPC User Guide, "Characteristics of security group rules"). */
function judge(
  index: NetworkIndex,
  { of, direction, packet }: GroupsQuestion,
  end: OtherEnd,
): readonly Judged[] {
  return of.groups.flatMap(({ id }) =>
    (index.groups.get(id)?.[direction] ?? []).map((rule): Judged => {
      const traffic = matchesTraffic(rule, packet);
      if (traffic === 'no') return { groupId: id, rule, traffic, match: 'no', because: null };
      const { match, because } = matchesPeer(end, rule.peer);
      const open = match === 'yes' ? TRAFFIC_OPEN : because;
      return { groupId: id, rule, traffic, match: both(traffic, match), because: open };
    }),
  );
}

function ruleText(index: NetworkIndex, { groupId, rule }: Judged, preposition: string): string {
  const id = rule.id === null ? '' : ` (${rule.id})`;
  return `${groupLabel(index, groupId)} allows ${trafficText(rule)} ${preposition} ${peerLabel(index, rule.peer)}${id}`;
}

function denial(
  index: NetworkIndex,
  { direction, packet }: GroupsQuestion,
  groupIds: readonly string[],
  end: string,
): string {
  const names = groupIds.map((id) => groupLabel(index, id)).join(', ');
  const empty = groupIds.every((id) => index.groups.get(id)?.[direction].length === 0);
  if (!empty) return `no ${direction} rule of ${names} allows ${packetText(packet)} ${end}`;
  const verb = groupIds.length === 1 ? 'has' : 'have';
  return `${names} ${verb} no ${direction} rule at all, and what no rule allows is denied`;
}

export function evaluateSecurityGroups(index: NetworkIndex, question: GroupsQuestion): SecurityGroupsStep {
  const { of, direction, packet, way } = question;
  const preposition = direction === 'inbound' ? 'from' : 'to';
  const address = direction === 'inbound' ? packet.source : packet.destination;
  const groupIds = of.groups.map(({ id }) => id);
  const step = `${direction}-security-groups` as const;
  const base = { step, packet, interfaceId: of.id, groupIds, allowedBy: null, nearest: [] };
  if (groupIds.length === 0)
    return { ...base, outcome: 'skipped', because: `${of.id} (${of.type}) has no security group` };

  const end = otherEndOf(index, address, { direction, vpcId: of.vpcId, way });
  const judged = judge(index, question, end);
  const allowing = judged.find(({ match }) => match === 'yes');
  if (allowing) {
    return {
      ...base,
      allowedBy: { groupId: allowing.groupId, ruleId: allowing.rule.id },
      outcome: 'allow',
      because: ruleText(index, allowing, preposition),
    };
  }
  const open = judged.find(({ match }) => match === 'unknown');
  if (open)
    return {
      ...base,
      outcome: 'unknown',
      because: `${ruleText(index, open, preposition)}, and ${open.because}`,
    };
  const unread = groupIds.filter((id) => !index.groups.has(id));
  if (unread.length > 0) {
    const names = unread.map((id) => groupLabel(index, id)).join(', ');
    return { ...base, outcome: 'unknown', because: `the rules of ${names} are not in the configuration` };
  }
  return {
    ...base,
    nearest: nearestRules(judged, packet, end),
    outcome: 'deny',
    because: denial(index, question, groupIds, `${preposition} ${address}`),
  };
}
