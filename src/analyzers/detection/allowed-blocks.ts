/** The parameter of hosts that are meant to do what a detector looks for. */
import { z } from 'zod';
import { type Cidr, parseCidr } from '../../record/address.ts';

/** Blocks, or single addresses, of hosts that are meant to do so. */
export const allowedBlocks = z
  .array(z.string().refine((text) => blockOf(text) !== undefined, 'an address or a CIDR block is expected'))
  .default([]);

function blockOf(text: string): Cidr | undefined {
  return parseCidr(text) ?? parseCidr(`${text}/${text.includes(':') ? 128 : 32}`);
}

export function blocksOf(texts: readonly string[]): readonly Cidr[] {
  return texts.flatMap((text) => blockOf(text) ?? []);
}
