/** What was seen in one window alone: whether it appeared or vanished, or whether the records cannot tell. */
import type { Coverage } from '../analyzer.ts';
import type { CoverageRow } from '../coverage.ts';
import { chanceOfAtLeast } from './chance.ts';
import type { Exchange } from './exchange.ts';
import type { When } from './traffic.ts';

/** One window's interfaces: what tells whether one could have shown something that is not there. */
export interface Watching {
  readonly rows: readonly CoverageRow[];
  readonly cutOff: boolean;
  /** An interface whose records end before this was not watched to the end, seconds since the epoch. */
  readonly until: number;
}

/** Whether an interface wrote records of the window, as idle ones do too (NODATA), and AWS skipped none of them. */
export function watched({ rows, until }: Watching): (interfaceId: string | null) => boolean {
  const last = new Map<string | null, number>();
  const skipped = new Set<string | null>();
  for (const row of rows) {
    if (row.logStatus === 'SKIPDATA') skipped.add(row.interfaceId);
    else last.set(row.interfaceId, Math.max(last.get(row.interfaceId) ?? 0, row.last ?? 0));
  }
  return (interfaceId) => !skipped.has(interfaceId) && (last.get(interfaceId) ?? 0) >= until;
}

export interface Presence {
  readonly seen: When;
  /** `surely`: it would have been seen in the other window too. Else why that cannot be told. */
  readonly change: 'surely' | 'too-rare' | 'not-watched' | 'cut-off';
}

export interface PresenceFacts {
  /** How many slots each window has. */
  readonly slots: Readonly<Record<When, number>>;
  readonly watched: Readonly<Record<When, (interfaceId: string | null) => boolean>>;
  readonly cutOff: Readonly<Record<When, boolean>>;
}

/** One in a hundred of what comes and goes by chance may be called appeared or vanished. */
const CHANCE = 0.01;

/**
 * How likely all the slots in which it was seen fall into one window, if it were as likely in any slot of both. Slots are counted and not packets
 * or connections, because those come in bursts.
 */
function chanceOf(active: number, own: number, other: number): number {
  return chanceOfAtLeast(active, active, own, own + other);
}

/** Undefined where it was seen in both windows. */
export function presenceOf({ sides }: Exchange, facts: PresenceFacts): Presence | undefined {
  const all = sides.flatMap(({ seen }) => seen);
  const windows = new Set(all.map(({ when }) => when));
  const [seen] = windows;
  if (windows.size !== 1 || seen === undefined) return undefined;
  const other = seen === 'before' ? 'after' : 'before';
  if (facts.cutOff[other]) return { seen, change: 'cut-off' };
  if (!sides.some(({ interfaceId }) => facts.watched[other](interfaceId)))
    return { seen, change: 'not-watched' };
  const active = Math.min(new Set(all.map(({ slot }) => slot)).size, facts.slots[seen]);
  const isRare = chanceOf(active, facts.slots[seen], facts.slots[other]) > CHANCE;
  return { seen, change: isRare ? 'too-rare' : 'surely' };
}

/** Both windows' skipped records as one. */
export function skippedOfBoth(one: Coverage['skipData'], other: Coverage['skipData']): Coverage['skipData'] {
  return {
    records: one.records + other.records,
    interfaces: [...new Set([...one.interfaces, ...other.interfaces])],
  };
}
