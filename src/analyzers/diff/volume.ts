/** Whether a conversation moves more or less than before, beyond what it varies by itself. ACCEPT and REJECT are counted apart. */
import { sumOf } from '../../query/sums.ts';
import type { Action } from '../../record/record.ts';
import { type Shift, shift } from './chance.ts';
import type { Seen, When } from './traffic.ts';

/** What is counted of each window: its slots, by where each starts, and the seconds of it that they cover. */
export interface Counted {
  readonly slots: Readonly<Record<When, readonly number[]>>;
  readonly seconds: Readonly<Record<When, number>>;
}

export interface VolumeChange extends Shift {
  readonly of: 'bytes' | 'packets';
  readonly action: Action;
}

/** Below these a change is not worth a line, however sure it is: so many times, and so much more or less in a window as long as the shorter one. */
const LEAST_FACTOR = 2;
const LEAST = { packets: 20, bytes: 20_000 } as const;
/** Some 6 in 100,000 by chance, as thousands of conversations may be compared. */
const DEVIATIONS = 4;
/** Packets are counted one by one; bytes come by the packet, so that one packet more or less is no change. */
const UNIT = { packets: 1, bytes: 60 } as const;

function series(
  seen: readonly Seen[],
  {
    when,
    slots,
    of,
    action,
  }: { when: When; slots: readonly number[]; of: 'bytes' | 'packets'; action: Action },
): readonly number[] {
  const bySlot = new Map<number, number>();
  for (const one of seen) {
    if (one.when === when && one.action === action)
      bySlot.set(one.slot, (bySlot.get(one.slot) ?? 0) + one[of]);
  }
  return slots.map((at) => bySlot.get(at) ?? 0);
}

function changeOf(
  seen: readonly Seen[],
  { slots, seconds }: Counted,
  of: VolumeChange['of'],
  action: Action,
): VolumeChange | undefined {
  const before = series(seen, { when: 'before', slots: slots.before, of, action });
  const after = series(seen, { when: 'after', slots: slots.after, of, action });
  const found = shift(before, after, UNIT[of], seconds.before / seconds.after);
  if (!found || Math.abs(found.deviation) < DEVIATIONS) return undefined;
  if (found.factor < LEAST_FACTOR && found.factor > 1 / LEAST_FACTOR) return undefined;
  const rates = [sumOf(before) / seconds.before, sumOf(after) / seconds.after] as const;
  const moved = Math.abs(rates[1] - rates[0]) * Math.min(seconds.before, seconds.after);
  return moved < LEAST[of] ? undefined : { ...found, of, action };
}

/** The surest change; undefined where there is none. @param seen one interface's view of a conversation */
export function volumeChange(seen: readonly Seen[], counted: Counted): VolumeChange | undefined {
  const found = (['bytes', 'packets'] as const).flatMap((of) =>
    (['ACCEPT', 'REJECT'] as const).flatMap((action) => changeOf(seen, counted, of, action) ?? []),
  );
  return found.reduce<VolumeChange | undefined>(
    (best, one) => (best && Math.abs(best.deviation) >= Math.abs(one.deviation) ? best : one),
    undefined,
  );
}

/** Bytes a minute in each window. */
export function bytesAMinute(
  seen: readonly Seen[],
  { slots, seconds }: Counted,
): Readonly<Record<When, number>> {
  const of = (when: When) => {
    const counted = new Set(slots[when]);
    const own = seen.filter((one) => one.when === when && counted.has(one.slot));
    return (sumOf(own.map(({ bytes }) => bytes)) * 60) / Math.max(1, seconds[when]);
  };
  return { before: of('before'), after: of('after') };
}
