/** What every measurement needs: numbers that are the same in every run, and the middle of several results. */

/** A small linear congruential generator (Numerical Recipes), so that every run reads the same lines. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export interface Measured {
  readonly name: string;
  /** Our figure divided by the rival's: for speeds more is better, for times less. */
  readonly ratio: number;
  readonly detail: string;
}
