/** The values that AWS's answers are made of: texts that may be absent, addresses, blocks, times and tags. */
import { z } from 'zod';
import { parseCidr, parseIpAddress } from '../../record/address.ts';

/** Null where AWS left it out. */
export const OptionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

export const OptionalNumber = z
  .number()
  .nullish()
  .transform((number) => number ?? null);

/** Empty where AWS left the list out, as it does for empty ones. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
}

export const Address = z.string().transform((text, context) => {
  const address = parseIpAddress(text);
  if (address) return address.text;
  context.issues.push({ code: 'custom', message: `${text} is no IP address`, input: text });
  return z.NEVER;
});

export const Block = z.string().transform((text, context) => {
  const block = parseCidr(text);
  if (block) return block;
  context.issues.push({ code: 'custom', message: `${text} is no CIDR block`, input: text });
  return z.NEVER;
});

/** Seconds since the epoch: the CLI prints ISO 8601, the SDK returns a Date. Null where it is absent or no time. */
export const OptionalTime = z
  .union([z.string(), z.date()])
  .nullish()
  .transform((time) => {
    const milliseconds = time == null ? Number.NaN : new Date(time).getTime();
    return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
  });

const Tag = z.object({ Key: z.string().nullish(), Value: z.string().nullish() });

/** The value of the `Name` tag; null without one, or with an empty one. */
export const NameTag = z
  .array(Tag)
  .nullish()
  .transform((tags) => tags?.find(({ Key }) => Key === 'Name')?.Value || null);

/** Whether a block is in force: its association's state is `associated`, or was not given. */
export function isAssociated(state: { readonly State: string | null } | null | undefined): boolean {
  return (state?.State ?? 'associated') === 'associated';
}
