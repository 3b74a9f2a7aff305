/** A parameter that lists addresses and blocks, such as those of an agent that everybody runs. */
import { z } from 'zod';
import { type Cidr, parseCidr, parseIpAddress } from '../../record/address.ts';

function blockOf(text: string): Cidr | undefined {
  const address = parseIpAddress(text);
  return parseCidr(address ? `${text}/${address.family === 4 ? 32 : 128}` : text);
}

export const Blocks = z.array(
  z
    .string('an address or a block, such as 203.0.113.0/24')
    .refine((text) => blockOf(text) !== undefined, 'an address or a block, such as 203.0.113.0/24'),
);

export function blocksIn(texts: readonly string[]): readonly Cidr[] {
  return texts.flatMap((text) => blockOf(text) ?? []);
}
