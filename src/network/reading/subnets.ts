/** Reads DescribeSubnets. */
import { z } from 'zod';
import type { Subnet } from '../subnet.ts';
import { BlockModeIn } from './block-public-access.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Block, isAssociated, listOf, NameTag, OptionalText } from './values.ts';

const SubnetShape = z
  .object({
    SubnetId: z.string(),
    VpcId: OptionalText,
    Tags: NameTag,
    CidrBlock: Block.nullish(),
    Ipv6CidrBlockAssociationSet: listOf(
      z.object({ Ipv6CidrBlock: Block, Ipv6CidrBlockState: z.object({ State: OptionalText }).nullish() }),
    ),
    AvailabilityZone: OptionalText,
    BlockPublicAccessStates: BlockModeIn,
  })
  .transform(
    (given): Subnet => ({
      id: given.SubnetId,
      name: given.Tags,
      vpcId: given.VpcId,
      blocks: [
        ...(given.CidrBlock ? [given.CidrBlock] : []),
        ...given.Ipv6CidrBlockAssociationSet.flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) =>
          isAssociated(Ipv6CidrBlockState) ? [Ipv6CidrBlock] : [],
        ),
      ],
      availabilityZone: given.AvailabilityZone,
      blockMode: given.BlockPublicAccessStates,
    }),
  );

export function readSubnets(response: Response): Reading<Subnet> {
  return readList(response, 'Subnets', 'SubnetId', SubnetShape);
}
