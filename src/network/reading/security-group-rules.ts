/** Reads DescribeSecurityGroupRules, which shows each rule with its id, and puts the rules together to groups. */
import { z } from 'zod';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../security-group.ts';
import { problemIn, type Reading, type Response, valueAt } from './response.ts';
import { icmpKind, ProtocolName, trafficOf } from './traffic.ts';
import { Block, OptionalText } from './values.ts';

interface GroupRule {
  readonly groupId: string;
  readonly outbound: boolean;
  readonly rule: SecurityGroupRule;
}

const Referenced = z.object({ GroupId: z.string(), VpcId: OptionalText, PeeringStatus: OptionalText });

const Rule = z
  .object({
    SecurityGroupRuleId: OptionalText,
    GroupId: z.string(),
    IsEgress: z.boolean(),
    IpProtocol: ProtocolName,
    FromPort: z.number().nullish(),
    ToPort: z.number().nullish(),
    CidrIpv4: Block.nullish(),
    CidrIpv6: Block.nullish(),
    PrefixListId: OptionalText,
    ReferencedGroupInfo: Referenced.nullish(),
    Description: OptionalText,
  })
  .transform((given, context): GroupRule => {
    const { IpProtocol, FromPort, ToPort } = given;
    const block = given.CidrIpv4 ?? given.CidrIpv6;
    const group = given.ReferencedGroupInfo;
    let peer: RulePeer;
    if (block) peer = { kind: 'cidr', block };
    else if (given.PrefixListId !== null) peer = { kind: 'prefix-list', id: given.PrefixListId };
    else if (group) {
      const { GroupId, VpcId, PeeringStatus } = group;
      peer = { kind: 'security-group', id: GroupId, vpcId: VpcId, peeringStatus: PeeringStatus };
    } else {
      context.issues.push({ code: 'custom', message: 'it names no source or destination', input: given });
      return z.NEVER;
    }
    return {
      groupId: given.GroupId,
      outbound: given.IsEgress,
      rule: {
        id: given.SecurityGroupRuleId,
        ...trafficOf(IpProtocol, FromPort, ToPort, icmpKind(FromPort, ToPort)),
        peer,
        description: given.Description,
      },
    };
  });

/** One group for each id in the list. A group without any rule is not in it, so its absence says nothing. */
function groupsOf(rules: readonly GroupRule[]): readonly SecurityGroup[] {
  const byId = new Map<string, GroupRule[]>();
  for (const rule of rules) byId.set(rule.groupId, [...(byId.get(rule.groupId) ?? []), rule]);
  return [...byId].map(([id, own]) => ({
    id,
    name: null,
    vpcId: null,
    inbound: own.flatMap(({ outbound, rule }) => (outbound ? [] : [rule])),
    outbound: own.flatMap(({ outbound, rule }) => (outbound ? [rule] : [])),
  }));
}

const ListedRules = z.array(z.object({ GroupId: z.string() }), 'SecurityGroupRules is not a list');

/** A group of which one rule cannot be read is left out; when it cannot be told whose rule that is, nothing is used. */
export function readSecurityGroupRules({ source, body }: Response): Reading<SecurityGroup> {
  const list = valueAt(body, 'SecurityGroupRules');
  const listed = ListedRules.safeParse(list);
  if (!listed.success)
    return { things: [], notes: [`${source}: ${problemIn(listed.error)}, so nothing of it is used.`] };
  const read = z
    .array(z.unknown())
    .parse(list)
    .map((rule) => Rule.safeParse(rule));
  const rules: GroupRule[] = [];
  const broken = new Map<string, string>();
  read.forEach((rule, at) => {
    const groupId = listed.data[at]?.GroupId ?? '';
    if (rule.success) rules.push(rule.data);
    else broken.set(groupId, problemIn(rule.error));
  });
  return {
    things: groupsOf(rules.filter(({ groupId }) => !broken.has(groupId))),
    notes: [...broken].map(([id, problem]) => `${source}: the rules of ${id} are left out: ${problem}.`),
  };
}
