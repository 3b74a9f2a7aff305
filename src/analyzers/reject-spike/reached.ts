/** What the slots of an interface come to: each alone, and three in a row where those that are turned away want one port. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { baselineAt, type Judged, judgeCount, levelOfChance, pooledBaseline } from '../detection/baseline.ts';
import type { Sample } from '../detection/history.ts';
import { type Spell, spellsWhere, together } from '../detection/slots.ts';
import { chancesInARow, ROW } from './in-a-row.ts';
import type { SpikeScope } from './parameters.ts';
import type { RejectedPortRow, RejectedRow } from './queries.ts';
import { isWantedAtOnce } from './wanted.ts';

/** An interface's slots of the window, from its first record on: before, nothing says that nobody was turned away. */
export interface Series {
  readonly interfaceId: string;
  /** The end of its last record, seconds since the epoch; null where that is not known. */
  readonly last: number | null;
  /** Seconds: the aggregation interval where it is longer than a slot. */
  readonly width: number;
  readonly samples: readonly Sample[];
}

/** What was asked of an interface that may have a spike, beside what it turned away in each slot. */
export interface Closer {
  readonly ports: readonly RejectedPortRow[];
  /** In the day before the window. */
  readonly rejected: readonly RejectedRow[];
  /** Since when the interface wrote, in the day before the window; null where it did not. */
  readonly since: number | null;
}

export type JudgedSlot = Sample & Judged;

/** @param samples what was counted in other slots, the oldest first */
export function judged(series: Series, samples: readonly Sample[], scope: SpikeScope): readonly JudgedSlot[] {
  const { parameters: set, detecting } = scope;
  const thresholds = {
    minimum: set.sources,
    factor: set.factor,
    chance: set.chance,
    learningMinimum: set.learning,
  };
  // Looking back, what came after tells what is normal too.
  const whole = detecting.history ? null : pooledBaseline(samples, 'median of the other slots of this time');
  return series.samples.map((sample) => {
    if (sample.value < set.sources / 2)
      return { ...sample, level: 0, much: 0, chance: 1, normal: null, basis: '' };
    return { ...sample, ...judgeCount(sample.value, baselineAt(samples, sample.at) ?? whole, thresholds) };
  });
}

export function countsOf(slots: readonly Sample[]): ReadonlyMap<number, number> {
  return new Map(slots.map(({ at, value }) => [at, value]));
}

/** Whether those that are turned away in the slots with many want one port, which the others do not show. */
function isAtOnePort(slots: readonly JudgedSlot[], { width }: Series, { ports }: Closer): boolean {
  const isMany = ({ much }: JudgedSlot) => much >= KEEPS_GOING;
  const [many, others] = [slots.filter(isMany), slots.filter((slot) => !isMany(slot))];
  return isWantedAtOnce(ports, countsOf(many), countsOf(others), width);
}

interface Reached {
  readonly spells: readonly Spell[];
  /** Of each slot with those before it. */
  readonly chances: readonly number[];
}

/** What slots come to together: two of three are each too unlikely, or, where one port is wanted, are many and the three together too unlikely. */
export function reachedBy(
  slots: readonly JudgedSlot[],
  samples: readonly Sample[],
  series: Series,
  closer: Closer,
  { parameters, detecting }: SpikeScope,
): Reached {
  const each = slots.map(({ level }) => level);
  const alone = together(each, 2, ROW);
  const second = slots.map((_, at) => {
    const row = slots.slice(Math.max(0, at - ROW + 1), at + 1).sort((a, b) => a.chance - b.chance);
    return (row[1] ?? row[0])?.chance ?? 1;
  });
  if (!isAtOnePort(slots, series, closer)) return { spells: spellsWhere(alone, each, ROW), chances: second };
  const much = slots.map((slot) => slot.much);
  const chances = chancesInARow(slots, samples, series.width, detecting.history === null);
  const reached = together(much, 2, ROW).map((level, at) =>
    Math.max(alone[at] ?? 0, Math.min(level, levelOfChance(chances[at] ?? 1, parameters.chance))),
  );
  return {
    spells: spellsWhere(reached, much, ROW),
    chances: chances.map((chance, at) => Math.min(chance, second[at] ?? 1)),
  };
}
