/** A parameter that lists addresses and blocks: hosts that are meant to do what a detector looks for, or to be talked to. */
import { z } from 'zod';
import { blockOfOne } from '../../network/block.ts';
import { type Cidr, cidrContains, parseCidr } from '../../record/address.ts';

const EXPECTED = 'an address or a block, such as 203.0.113.0/24';

function blockOf(text: string): Cidr | undefined {
  return blockOfOne(text) ?? parseCidr(text);
}

export const Blocks = z.array(
  z
    .string(EXPECTED)
    .refine((text) => blockOf(text) !== undefined, EXPECTED)
    .meta({ title: EXPECTED }),
);

export function blocksIn(texts: readonly string[]): readonly Cidr[] {
  return texts.flatMap((text) => blockOf(text) ?? []);
}

/** Whether an address is one of a list, or in one of its blocks. */
export function isIn(texts: readonly string[]): (address: string) => boolean {
  const blocks = blocksIn(texts);
  return (address) => blocks.some((block) => cidrContains(block, address));
}
