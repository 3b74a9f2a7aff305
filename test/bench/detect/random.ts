/** Numbers that look random and are the same in every run with the same seed, in the shapes that traffic has. */

export interface Random {
  /** 0 to 1, without 1. */
  next(): number;
  /** A whole number from `low` to `high`, both among them. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
  exponential(mean: number): number;
  normal(): number;
  /** @param sigma of the logarithm */
  lognormal(median: number, sigma: number): number;
  poisson(mean: number): number;
  /** Another row of numbers that does not depend on how many were taken from this one. */
  fork(name: string): Random;
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** SplitMix32: a counter whose bits are mixed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

export function randomOf(seed: number): Random {
  const next = numbers(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - next());
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    exponential,
    normal,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick(of) {
      const found = of[Math.floor(next() * of.length)];
      if (found === undefined) throw new RangeError('There is nothing to pick from.');
      return found;
    },
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson(mean) {
      if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      let events = 0;
      for (let passed = exponential(1); passed < mean; passed += exponential(1)) events += 1;
      return events;
    },
    fork: (name) => randomOf(hash(`${seed} ${name}`)),
  };
}
