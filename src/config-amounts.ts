/** Amounts and lengths of time as people write them in a configuration: `50 GB`, `1.5 TB`, 2000000, `5m`. */
import { z } from 'zod';

const FACTORS = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;
const ALLOWED = 'a number of bytes above 0, such as 50 GB';

/** In bytes; units are decimal, as AWS bills by them. */
export const ByteCount = z
  .union([z.number(), z.string()], ALLOWED)
  .transform((value, context) => {
    const bytes = typeof value === 'number' ? value : bytesOf(value);
    if (bytes > 0 && Number.isFinite(bytes)) return bytes;
    context.addIssue({ code: 'custom', message: ALLOWED });
    return z.NEVER;
  })
  // For editors, which know no transforms: what the text and the number must look like.
  .meta({ title: ALLOWED, pattern: '^\\s*\\d+(\\.\\d+)?\\s*([KMGTkmgt]?[Bb])?\\s*$', exclusiveMinimum: 0 });

/** NaN for what is no amount. */
function bytesOf(text: string): number {
  const [, number, unit = 'B'] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)?$/i.exec(text.trim()) ?? [];
  return Number(number) * FACTORS[unit.toUpperCase() as keyof typeof FACTORS];
}

const LENGTHS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const ALLOWED_TIME = 'a length of time, such as 90s, 5m, 6h or 2d';

/** In seconds: a number of them, or with a unit. */
export const Seconds = z
  .union([z.number(), z.string()], ALLOWED_TIME)
  .transform((value, context) => {
    const seconds = typeof value === 'number' ? value : secondsOf(value);
    if (seconds > 0 && Number.isFinite(seconds)) return seconds;
    context.addIssue({ code: 'custom', message: ALLOWED_TIME });
    return z.NEVER;
  })
  .meta({ title: ALLOWED_TIME, pattern: '^\\s*\\d+(\\.\\d+)?\\s*[smhdSMHD]?\\s*$', exclusiveMinimum: 0 });

/** NaN for what is no time. */
function secondsOf(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([smhd])?$/i.exec(text.trim()) ?? [];
  return Number(number) * LENGTHS[unit.toLowerCase() as keyof typeof LENGTHS];
}
