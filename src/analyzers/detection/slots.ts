/** Counts slot by slot, with the slots in which nothing was counted, and what two of three of them say. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import type { Window } from '../../query/window.ts';
import type { Sample } from './history.ts';

/** The starts of the slots, `width` seconds wide and counted from the epoch, that lie in the window as a whole. */
export function wholeSlots({ start, end }: Window, width: number): readonly number[] {
  const first = Math.ceil(start / width) * width;
  const slots = Math.max(0, Math.floor((end - first) / width));
  return Array.from({ length: slots }, (_, at) => first + at * width);
}

/** A sample of every whole slot. What narrower slots counted within one is added up: where records start together, all but one are empty. */
export function filled(samples: readonly Sample[], window: Window, width: number): readonly Sample[] {
  const values = new Map<number, number>();
  for (const { at, value } of samples) {
    const slot = Math.floor(at / width) * width;
    values.set(slot, value + (values.get(slot) ?? 0));
  }
  return wholeSlots(window, width).map((at) => ({ at, value: values.get(at) ?? 0 }));
}

export interface Spell {
  /** Indexes of its first and last slot that is above KEEPS_GOING. */
  readonly from: number;
  readonly to: number;
  /** The highest that `least` of `of` consecutive slots reach together; where it runs to the newest slot, what those of the end reach. */
  readonly level: number;
  /** Runs to the newest slot. */
  readonly isOpen: boolean;
}

/** What `least` of the `of` slots up to each one reach: a single slot above the threshold is chance. */
export function together(levels: readonly number[], least: number, of: number): readonly number[] {
  return levels.map((_, at) => {
    const highest = levels.slice(Math.max(0, at - of + 1), at + 1).sort((a, b) => b - a);
    return highest[least - 1] ?? 0;
  });
}

/** The times in which `least` of `of` consecutive slots were above what keeps an alert going. */
export function spellsOf(levels: readonly number[], least: number, of: number): readonly Spell[] {
  return spellsWhere(together(levels, least, of), levels, of);
}

/** @param reached what the `of` slots up to each one reach together */
export function spellsWhere(
  reached: readonly number[],
  levels: readonly number[],
  of: number,
): readonly Spell[] {
  const spells: Spell[] = [];
  for (let at = 0; at < reached.length; at += 1) {
    if ((reached[at] ?? 0) < KEEPS_GOING) continue;
    const began = at;
    while ((reached[at + 1] ?? 0) >= KEEPS_GOING) at += 1;
    const above = levels.flatMap((level, slot) =>
      slot > began - of && slot <= at && level >= KEEPS_GOING ? [slot] : [],
    );
    const isOpen = at === reached.length - 1;
    spells.push({
      from: above[0] ?? began,
      to: above.at(-1) ?? at,
      level: isOpen ? (reached[at] ?? 0) : Math.max(...reached.slice(began, at + 1)),
      isOpen,
    });
  }
  return spells;
}
