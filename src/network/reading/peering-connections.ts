/** Reads DescribeVpcPeeringConnections. */
import { z } from 'zod';
import type { PeeringConnection, PeeringSide } from '../peering-connection.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Block, listOf, NameTag, OptionalText } from './values.ts';

const Side = z
  .object({
    VpcId: OptionalText,
    Region: OptionalText,
    CidrBlock: Block.nullish(),
    CidrBlockSet: listOf(z.object({ CidrBlock: Block })),
    Ipv6CidrBlockSet: listOf(z.object({ Ipv6CidrBlock: Block })),
  })
  .nullish()
  .transform((given): PeeringSide => {
    const listed = [
      ...(given?.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock),
      ...(given?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ];
    const blocks = listed.length > 0 || !given?.CidrBlock ? listed : [given.CidrBlock];
    return {
      vpcId: given?.VpcId ?? null,
      region: given?.Region ?? null,
      blocks: blocks.length > 0 ? blocks : null,
    };
  });

const Connection = z
  .object({
    VpcPeeringConnectionId: z.string(),
    Tags: NameTag,
    Status: z.object({ Code: OptionalText }).nullish(),
    RequesterVpcInfo: Side,
    AccepterVpcInfo: Side,
  })
  .transform(
    (given): PeeringConnection => ({
      id: given.VpcPeeringConnectionId,
      name: given.Tags,
      status: given.Status?.Code ?? null,
      requester: given.RequesterVpcInfo,
      accepter: given.AccepterVpcInfo,
    }),
  );

export function readPeeringConnections(response: Response): Reading<PeeringConnection> {
  return readList(response, 'VpcPeeringConnections', 'VpcPeeringConnectionId', Connection);
}
