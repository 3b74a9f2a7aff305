/** Counts that vary as traffic does: negative binomial, which is Poisson's law with a rate that varies itself. The same seed gives the same counts. */

export class NegativeBinomial {
  readonly #mean: number;
  readonly #dispersion: number;
  #state: number;

  /** @param dispersion variance over mean; 1 is Poisson's */
  constructor(seed: number, mean: number, dispersion: number) {
    this.#state = seed;
    this.#mean = mean;
    this.#dispersion = dispersion;
  }

  /** Between 0 and 1 (mulberry32). */
  #uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(this.#uniform())) * Math.cos(2 * Math.PI * this.#uniform());
  }

  /** Marsaglia and Tsang (2000); a shape below 1 is that of one more, times a power of a uniform number. */
  #gamma(shape: number): number {
    if (shape < 1) return this.#gamma(shape + 1) * this.#uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = this.#normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(this.#uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  #poisson(rate: number): number {
    // Far from 0 the normal law is as good, and does not take longer for larger rates.
    if (rate > 100) return Math.max(0, Math.round(rate + Math.sqrt(rate) * this.#normal()));
    const limit = Math.exp(-rate);
    let count = 0;
    for (let product = this.#uniform(); product > limit; product *= this.#uniform()) count += 1;
    return count;
  }

  next(): number {
    if (this.#dispersion <= 1) return this.#poisson(this.#mean);
    const scale = this.#dispersion - 1;
    return this.#poisson(this.#gamma(this.#mean / scale) * scale);
  }
}
