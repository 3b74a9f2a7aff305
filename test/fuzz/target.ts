/**
 * What is fuzzed: one parser of outside input, or one presenter of it, each with the inputs that are made up for it and what must hold of every one.
 * Inputs are JSON, so that one that ever failed can be kept in `kept.json` as it is, and is tried first for ever after.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** No input of the sizes made up here takes so long on any machine, milliseconds. */
const NEVER = 10_000;

/** What all objects inherit, and nothing else by any input. */
const INHERITED: ReadonlySet<string | symbol> = new Set(Reflect.ownKeys(Object.prototype));

const KEPT: Readonly<Record<string, readonly never[]>> = JSON.parse(
  readFileSync(new URL('kept.json', import.meta.url), 'utf8'),
);
export const KEPT_NAMES: readonly string[] = Object.keys(KEPT);

export interface Target {
  readonly name: string;
  /** In a run of a million: by how many there are a second. */
  readonly cases: number;
  /** Rejects with the smallest input found of which it does not hold, to be put into `kept.json`. */
  run(cases: number, seed: number): Promise<void>;
}

interface Parts<T> {
  readonly name: string;
  readonly cases: number;
  readonly input: fc.Arbitrary<T>;
  /** Throws, or rejects, where something does not hold. */
  readonly holds: (input: T) => void | Promise<void>;
}

export function target<T>({ name, cases, input, holds }: Parts<T>): Target {
  async function timed(given: T): Promise<void> {
    const begun = performance.now();
    await holds(given);
    const took = performance.now() - begun;
    if (took > NEVER) throw new Error(`it took ${Math.round(took)} ms`);
    const added = Reflect.ownKeys(Object.prototype).filter((key) => !INHERITED.has(key));
    for (const key of added) Reflect.deleteProperty(Object.prototype, key);
    if (added.length > 0)
      throw new Error(`all objects inherit ${added.map(String).join(' and ')} from then on`);
  }
  const examples = (KEPT[name] ?? []).map((kept): [T] => [kept]);
  return {
    name,
    cases,
    run: (count, seed) =>
      fc.assert(fc.asyncProperty(input, timed), {
        seed,
        examples,
        numRuns: count + examples.length,
        // Its own is written for people, and cuts what is long.
        reporter: (result) => {
          if (!result.failed) return;
          const [input] = result.counterexample ?? [];
          const cause = result.errorInstance;
          const found = `seed ${result.seed}, path ${result.counterexamplePath}: ${JSON.stringify(input)}`;
          throw new Error(`${name} fails for ${found}`, { cause });
        },
      }),
  };
}
