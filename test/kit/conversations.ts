/** Conversations over an hour that ends at NOW, a connection at a time, to be asked what changed halfway. */
import type { Seen, When } from '../../src/analyzers/diff/traffic.ts';
import { line } from './lines.ts';
import { NOW } from './scope.ts';
import { sighting } from './sightings.ts';

interface Habit {
  readonly from: string;
  /** `address:port` of the service. */
  readonly to: string;
  readonly at: 'eni-0web' | 'eni-0db';
  /** Minutes before NOW: from the first to the last, one connection in each. */
  readonly minutes: readonly [first: number, last: number];
  readonly action?: 'ACCEPT' | 'REJECT';
  readonly packets?: number;
  readonly bytes?: number;
}

const SYN = 2;

/** A connection a minute, each from a client port of its own. */
export function habit({ from, to, at, minutes: [first, last], ...rest }: Habit): readonly string[] {
  return Array.from({ length: first - last + 1 }, (_, index) => {
    const minute = first - index;
    return line({ at, from: `${from}:${40_000 + minute}`, to, flags: SYN, ago: minute * 60 - 5, ...rest });
  });
}

/** A conversation's packets, slot by slot, as two windows of a minute a slot have them. */
export function seenBySlot(
  before: readonly number[],
  after: readonly number[],
  client = '10.0.1.5',
): readonly Seen[] {
  const windows: readonly (readonly [When, readonly number[]])[] = [
    ['before', before],
    ['after', after],
  ];
  return windows.flatMap(([when, counts]) =>
    counts.flatMap((packets, index) => {
      const slot = SLOTS[when][index];
      if (packets === 0 || slot === undefined) return [];
      const one = sighting({ source: client, packets, bytes: packets * 100, first: slot, last: slot + 30 });
      return [{ ...one, when, slot }];
    }),
  );
}

const WINDOW_SLOTS = 15;

/** The slots of a quarter of an hour before and after a moment. */
export const SLOTS: Readonly<Record<When, readonly number[]>> = {
  before: Array.from({ length: WINDOW_SLOTS }, (_, index) => NOW - 1800 + index * 60),
  after: Array.from({ length: WINDOW_SLOTS }, (_, index) => NOW - 900 + index * 60),
};
