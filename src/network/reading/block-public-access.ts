/** Reads DescribeVpcBlockPublicAccessOptions and DescribeVpcBlockPublicAccessExclusions. */
import { z } from 'zod';
import type { BlockMode, BlockPublicAccessExclusion } from '../block-public-access.ts';
import { problemIn, type Reading, type Response, readList, valueAt } from './response.ts';
import { OptionalText } from './values.ts';

const Mode = z.enum(['off', 'block-bidirectional', 'block-ingress']);

/** The mode where a VPC or a subnet states it; null where it does not. */
export const BlockModeIn = z
  .object({ InternetGatewayBlockMode: Mode.nullish().catch(null) })
  .nullish()
  .transform((states): BlockMode | null => states?.InternetGatewayBlockMode ?? null);

const Options = z.object({ InternetGatewayBlockMode: Mode });

export function readBlockMode({ source, body }: Response): Reading<BlockMode> {
  const read = Options.safeParse(valueAt(body, 'VpcBlockPublicAccessOptions'));
  if (read.success) return { things: [read.data.InternetGatewayBlockMode], notes: [] };
  return {
    things: [],
    notes: [`${source}: VpcBlockPublicAccessOptions is not used: ${problemIn(read.error)}.`],
  };
}

/** States in which an exclusion has no effect, or is about to have none. */
const WITHOUT_EFFECT = /^(?:create-(?:failed|in-progress)|delete-|disable-)/;

const Exclusion = z
  .object({
    ExclusionId: z.string(),
    InternetGatewayExclusionMode: z.enum(['allow-bidirectional', 'allow-egress']),
    ResourceArn: z.string(),
    State: OptionalText,
  })
  .transform((given): readonly BlockPublicAccessExclusion[] =>
    WITHOUT_EFFECT.test(given.State ?? '')
      ? []
      : [
          {
            id: given.ExclusionId,
            resourceId: given.ResourceArn.split('/').at(-1) ?? given.ResourceArn,
            mode: given.InternetGatewayExclusionMode,
          },
        ],
  );

export function readBlockExclusions(response: Response): Reading<BlockPublicAccessExclusion> {
  const { things, notes } = readList(response, 'VpcBlockPublicAccessExclusions', 'ExclusionId', Exclusion);
  return { things: things.flat(), notes };
}
