/** Amounts and lengths of time as people write them in a configuration: `50 GB`, `1.5 TB`, 2000000, `5m`. */
import { z } from 'zod';

interface Unit {
  /** What may stand there. */
  readonly allowed: string;
  /** By how much a number is multiplied, by unit in lower case; under the empty text, where it has none. */
  readonly factors: Readonly<Record<string, number>>;
  /** What the text must look like: for editors, which know no transforms. */
  readonly pattern: string;
}

/** NaN for what is no amount. */
function amountIn(text: string, factors: Unit['factors']): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]{0,2})$/i.exec(text.trim()) ?? [];
  return Number(number) * (factors[unit.toLowerCase()] ?? Number.NaN);
}

function amountOf({ allowed, factors, pattern }: Unit) {
  return z
    .union([z.number(), z.string()], allowed)
    .transform((value, context) => {
      const amount = typeof value === 'number' ? value : amountIn(value, factors);
      if (amount > 0 && Number.isFinite(amount)) return amount;
      context.addIssue({ code: 'custom', message: allowed });
      return z.NEVER;
    })
    .meta({ title: allowed, pattern, exclusiveMinimum: 0 });
}

/** In bytes; units are decimal, as AWS bills by them. */
export const ByteCount = amountOf({
  allowed: 'a number of bytes above 0, such as 50 GB',
  factors: { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
  pattern: '^\\s*\\d+(\\.\\d+)?\\s*([KMGTkmgt]?[Bb])?\\s*$',
});

/** In seconds: a number of them, or with a unit. */
export const Seconds = amountOf({
  allowed: 'a length of time, such as 90s, 5m, 6h or 2d',
  factors: { '': 1, s: 1, m: 60, h: 3600, d: 86_400 },
  pattern: '^\\s*\\d+(\\.\\d+)?\\s*[smhdSMHD]?\\s*$',
});
