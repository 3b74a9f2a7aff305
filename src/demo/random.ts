/** Chance that can be repeated: the demo's traffic is the same for the same minute, whenever it is generated. */

/** Draws the next number, at least 0 and below 1. */
export type Draw = () => number;

/** A 32-bit number from a text (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** A sequence of draws that depends on the seed alone (mulberry32). */
export function seeded(seed: string): Draw {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from low to high, both included. */
export function whole(draw: Draw, low: number, high: number): number {
  return low + Math.floor(draw() * (high - low + 1));
}

/** One of the values; the list must have one. */
export function oneOf<T>(draw: Draw, values: readonly [T, ...T[]]): T {
  return values[Math.floor(draw() * values.length)] ?? values[0];
}
