/**
 * Runs targets: some cases of each in every test, the same every time, and with FLOWS_FUZZ=1 a million of all together (=10: ten), of another seed
 * each time, which is in the name of the test. FLOWS_FUZZ_SEED takes one of them again.
 */
import { describe, it } from 'vitest';
import type { Target } from './target.ts';

/** How many of a million. */
const SHARE = Number(process.env['FLOWS_FUZZ'] ?? 0.001);
const IS_TEST = process.env['FLOWS_FUZZ'] === undefined;
const FEWEST = 20;
const LARGEST_SEED = 2 ** 31;

function seedOf(): number {
  const given = process.env['FLOWS_FUZZ_SEED'];
  if (given !== undefined) return Number(given);
  return IS_TEST ? 1 : Math.floor(Math.random() * LARGEST_SEED);
}

export function fuzz(what: string, targets: readonly Target[]): void {
  const seed = seedOf();
  describe(`${what}, with the seed ${seed}`, () => {
    it.each(targets.map((one) => [one.name, one] as const))('%s', { timeout: 900_000 }, async (_, one) => {
      await one.run(Math.max(FEWEST, Math.ceil(one.cases * SHARE)), seed);
    });
  });
}
