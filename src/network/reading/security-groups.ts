/** Reads DescribeSecurityGroups. Each permission names several peers, and each of them is one rule. */
import { z } from 'zod';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../security-group.ts';
import { type Reading, type Response, readList } from './response.ts';
import { icmpKind, ProtocolName, trafficOf } from './traffic.ts';
import { Block, listOf, NameTag, OptionalText } from './values.ts';

const Described = { Description: OptionalText };

const Permission = z
  .object({
    IpProtocol: ProtocolName,
    FromPort: z.number().nullish(),
    ToPort: z.number().nullish(),
    IpRanges: listOf(z.object({ CidrIp: Block, ...Described })),
    Ipv6Ranges: listOf(z.object({ CidrIpv6: Block, ...Described })),
    PrefixListIds: listOf(z.object({ PrefixListId: z.string(), ...Described })),
    UserIdGroupPairs: listOf(
      z.object({ GroupId: z.string(), VpcId: OptionalText, PeeringStatus: OptionalText, ...Described }),
    ),
  })
  .transform((given): readonly SecurityGroupRule[] => {
    const { IpProtocol, FromPort, ToPort } = given;
    const traffic = trafficOf(IpProtocol, FromPort, ToPort, icmpKind(FromPort, ToPort));
    const rule = (peer: RulePeer, description: string | null) => ({
      id: null,
      ...traffic,
      peer,
      description,
    });
    return [
      ...given.IpRanges.map(({ CidrIp, Description }) => rule({ kind: 'cidr', block: CidrIp }, Description)),
      ...given.Ipv6Ranges.map(({ CidrIpv6, Description }) =>
        rule({ kind: 'cidr', block: CidrIpv6 }, Description),
      ),
      ...given.PrefixListIds.map(({ PrefixListId, Description }) =>
        rule({ kind: 'prefix-list', id: PrefixListId }, Description),
      ),
      ...given.UserIdGroupPairs.map(({ GroupId, VpcId, PeeringStatus, Description }) =>
        rule(
          { kind: 'security-group', id: GroupId, vpcId: VpcId, peeringStatus: PeeringStatus },
          Description,
        ),
      ),
    ];
  });

const Group = z
  .object({
    GroupId: z.string(),
    GroupName: OptionalText,
    Tags: NameTag,
    VpcId: OptionalText,
    IpPermissions: listOf(Permission),
    IpPermissionsEgress: listOf(Permission),
  })
  .transform(
    (given): SecurityGroup => ({
      id: given.GroupId,
      name: given.GroupName ?? given.Tags,
      vpcId: given.VpcId,
      inbound: given.IpPermissions.flat(),
      outbound: given.IpPermissionsEgress.flat(),
    }),
  );

export function readSecurityGroups(response: Response): Reading<SecurityGroup> {
  return readList(response, 'SecurityGroups', 'GroupId', Group);
}
