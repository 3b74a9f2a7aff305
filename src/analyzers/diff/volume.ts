/** Whether a conversation moves more or less than before, beyond what it varies by itself. ACCEPT and REJECT are counted apart. */
import type { Action } from '../../record/record.ts';
import { type Shift, shift } from './chance.ts';
import type { Seen, When } from './traffic.ts';

export type SlotsOfBoth = Readonly<Record<When, readonly number[]>>;

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

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}

function changeOf(
  seen: readonly Seen[],
  slots: SlotsOfBoth,
  of: VolumeChange['of'],
  action: Action,
): VolumeChange | undefined {
  const before = series(seen, { when: 'before', slots: slots.before, of, action });
  const after = series(seen, { when: 'after', slots: slots.after, of, action });
  const found = shift(before, after, UNIT[of]);
  if (!found || Math.abs(found.deviation) < DEVIATIONS) return undefined;
  if (found.factor < LEAST_FACTOR && found.factor > 1 / LEAST_FACTOR) return undefined;
  const moved = Math.abs(mean(after) - mean(before)) * Math.min(before.length, after.length);
  return moved < LEAST[of] ? undefined : { ...found, of, action };
}

/** The surest change; undefined where there is none. @param seen one interface's view of a conversation */
export function volumeChange(seen: readonly Seen[], slots: SlotsOfBoth): VolumeChange | undefined {
  const found = (['bytes', 'packets'] as const).flatMap((of) =>
    (['ACCEPT', 'REJECT'] as const).flatMap((action) => changeOf(seen, slots, of, action) ?? []),
  );
  return found.reduce<VolumeChange | undefined>(
    (best, one) => (best && Math.abs(best.deviation) >= Math.abs(one.deviation) ? best : one),
    undefined,
  );
}

/** Bytes a minute in each window. */
export function bytesAMinute(
  seen: readonly Seen[],
  slots: SlotsOfBoth,
  slotSeconds: number,
): Readonly<Record<When, number>> {
  const of = (when: When) => {
    const counted = new Set(slots[when]);
    const bytes = seen.reduce(
      (total, one) => total + (one.when === when && counted.has(one.slot) ? one.bytes : 0),
      0,
    );
    return (bytes * 60) / Math.max(1, slots[when].length * slotSeconds);
  };
  return { before: of('before'), after: of('after') };
}
