/** Reads DescribeVpcs. */
import { z } from 'zod';
import type { Vpc } from '../vpc.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Block, isAssociated, listOf, NameTag, OptionalText } from './values.ts';

const State = z.object({ State: OptionalText }).nullish();

const VpcShape = z
  .object({
    VpcId: z.string(),
    Tags: NameTag,
    CidrBlock: Block.nullish(),
    CidrBlockAssociationSet: listOf(z.object({ CidrBlock: Block, CidrBlockState: State })),
    Ipv6CidrBlockAssociationSet: listOf(z.object({ Ipv6CidrBlock: Block, Ipv6CidrBlockState: State })),
  })
  .transform((given): Vpc => {
    const primary = given.CidrBlock ?? null;
    const further = given.CidrBlockAssociationSet.flatMap(({ CidrBlock, CidrBlockState }) =>
      isAssociated(CidrBlockState) && CidrBlock.text !== primary?.text ? [CidrBlock] : [],
    );
    const ipv6 = given.Ipv6CidrBlockAssociationSet.flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) =>
      isAssociated(Ipv6CidrBlockState) ? [Ipv6CidrBlock] : [],
    );
    return {
      id: given.VpcId,
      name: given.Tags,
      primaryBlock: primary,
      blocks: [...(primary ? [primary] : []), ...further, ...ipv6],
    };
  });

export function readVpcs(response: Response): Reading<Vpc> {
  return readList(response, 'Vpcs', 'VpcId', VpcShape);
}
