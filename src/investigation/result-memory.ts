/** Results that are kept for a while: so many, of so many rows together; those that were used longest ago are forgotten first. */
import type { QueryResult } from '../query/engine.ts';

type Result = QueryResult<unknown>;

export interface Kept {
  readonly result: Result;
  /** Seconds since the epoch. */
  readonly askedAt: number;
  /** From then on it is forgotten, seconds since the epoch. */
  readonly until: number;
}

export interface Bounds {
  readonly results: number;
  readonly rows: number;
}

export class ResultMemory {
  readonly #bounds: Bounds;
  /** The least recently used first. */
  readonly #kept = new Map<string, Kept>();
  #rows = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** @param now seconds since the epoch */
  get(key: string, now: number): Kept | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.forget(key);
    if (now >= kept.until) return undefined;
    this.#put(key, kept);
    return kept;
  }

  /** Keeps it in the place of what was kept under the key; not at all where it alone is larger than what may be kept. */
  keep(key: string, kept: Kept): void {
    this.forget(key);
    if (kept.result.rows.length > this.#bounds.rows) return;
    this.#put(key, kept);
    while (this.#kept.size > this.#bounds.results || this.#rows > this.#bounds.rows) {
      const [oldest] = this.#kept.keys();
      if (oldest === undefined) return;
      this.forget(oldest);
    }
  }

  forget(key: string): void {
    this.#rows -= this.#kept.get(key)?.result.rows.length ?? 0;
    this.#kept.delete(key);
  }

  #put(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#rows += kept.result.rows.length;
  }
}
