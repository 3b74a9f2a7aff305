/** How much an address receives in some time, and whether that is enough to be called a flood at all. */
import type { FloodScope } from './parameters.ts';

export const MEASURES = ['sources', 'packets', 'bytes'] as const;

export type Load = Readonly<Record<(typeof MEASURES)[number], number>>;

export const NOTHING: Load = { sources: 0, packets: 0, bytes: 0 };

/** How far above every minimum: more bits or packets than anybody need mind, from many. */
export function aboveFloor(
  { sources, packets, bytes }: Load,
  seconds: number,
  { parameters: set }: FloodScope,
): number {
  const volume = Math.max(
    (bytes * 8) / (set.bitsPerSecond * seconds),
    packets / (set.packetsPerSecond * seconds),
  );
  return Math.min(volume, sources / set.sources);
}
