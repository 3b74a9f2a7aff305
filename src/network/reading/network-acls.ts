/** Reads DescribeNetworkAcls. */
import { z } from 'zod';
import type { NetworkAcl, NetworkAclEntry } from '../network-acl.ts';
import { type Reading, type Response, readList } from './response.ts';
import { icmpKind, ProtocolName, trafficOf } from './traffic.ts';
import { Block, listOf, NameTag, OptionalText } from './values.ts';

interface Directed {
  readonly outbound: boolean;
  readonly entry: NetworkAclEntry;
}

const Entry = z
  .object({
    RuleNumber: z.int(),
    Egress: z.boolean(),
    RuleAction: z.enum(['allow', 'deny']),
    Protocol: ProtocolName,
    CidrBlock: Block.nullish(),
    Ipv6CidrBlock: Block.nullish(),
    PortRange: z.object({ From: z.number().nullish(), To: z.number().nullish() }).nullish(),
    IcmpTypeCode: z.object({ Type: z.number().nullish(), Code: z.number().nullish() }).nullish(),
  })
  .transform((given, context): Directed => {
    const block = given.CidrBlock ?? given.Ipv6CidrBlock;
    if (!block) {
      context.issues.push({ code: 'custom', message: 'it names no CIDR block', input: given });
      return z.NEVER;
    }
    const { PortRange: ports, IcmpTypeCode: kind } = given;
    return {
      outbound: given.Egress,
      entry: {
        number: given.RuleNumber,
        action: given.RuleAction,
        block,
        ...trafficOf(given.Protocol, ports?.From, ports?.To, icmpKind(kind?.Type, kind?.Code)),
      },
    };
  });

const Acl = z
  .object({
    NetworkAclId: z.string(),
    VpcId: OptionalText,
    IsDefault: z.boolean().nullish(),
    Tags: NameTag,
    Associations: listOf(z.object({ SubnetId: OptionalText })),
    Entries: listOf(Entry),
  })
  .transform((given): NetworkAcl => {
    const entries = (wanted: boolean) =>
      given.Entries.flatMap(({ outbound, entry }) => (outbound === wanted ? [entry] : [])).sort(
        (a, b) => a.number - b.number,
      );
    return {
      id: given.NetworkAclId,
      name: given.Tags,
      vpcId: given.VpcId,
      isDefault: given.IsDefault ?? false,
      subnetIds: given.Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
      inbound: entries(false),
      outbound: entries(true),
    };
  });

export function readNetworkAcls(response: Response): Reading<NetworkAcl> {
  return readList(response, 'NetworkAcls', 'NetworkAclId', Acl);
}
