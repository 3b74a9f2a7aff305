/** Gaps of a flow log, of a subnet or of several interfaces that are over: each may be idle or stopped alone, but not all between the same two moments. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { byKey } from '../detection/by-key.ts';
import type { EndedGap } from './ended.ts';
import type { GapScope } from './parameters.ts';
import { type Beaten, betweenAround, type Pause, type Written } from './pauses.ts';
import { improbabilityOf, LEAST_UNKNOWN, MISSED, placesOf, type Silence, witnessesAmong } from './silent.ts';
import { FEWEST, LEAST_SHARE } from './together.ts';

/** What is switched off for a night is so for longer; one day does not tell whether it is so every night. Seconds. */
const NIGHT = 6 * 3600;

interface Paused extends Pause {
  readonly interfaceId: string;
  readonly subnetId: string | null;
  readonly between: number;
}

export interface EndedPart extends EndedGap, Pick<Silence, 'of' | 'id' | 'among'> {
  readonly members: readonly Paused[];
}

/**
 * The one pause of an interface that wrote all the time before and after: on either side for at least as long, else a rhythm of pauses would look
 * the same. One that pauses twice pauses by itself.
 */
function pausedOf(
  { interfaceId, subnetId, first, last }: Written,
  beaten: Beaten | undefined,
  whole: EndedGap | undefined,
): readonly Paused[] {
  const [pause, ...more] = (beaten?.pauses ?? []).filter(
    ({ from, to }) => !whole || from >= whole.to || to <= whole.from,
  );
  if (!beaten || !pause || more.length > 0) return [];
  const length = pause.to - pause.from;
  const between = betweenAround(beaten, pause);
  const isSteady = pause.from - first >= length && last - pause.to >= length && length >= MISSED * between;
  return isSteady && length < NIGHT ? [{ ...pause, interfaceId, subnetId, between }] : [];
}

/** The most of which one thing happened within an aggregation interval, which is how far apart the records around one moment may be. */
function lotWithin(paused: readonly Paused[], timeOf: (one: Paused) => number): readonly Paused[] {
  const sorted = [...paused].sort((a, b) => timeOf(a) - timeOf(b));
  let from = 0;
  let most: readonly Paused[] = [];
  for (const [until, one] of sorted.entries()) {
    while (timeOf(sorted[from] ?? one) < timeOf(one) - LONGEST_AGGREGATION) from += 1;
    if (until + 1 - from > most.length) most = sorted.slice(from, until + 1);
  }
  return most;
}

/** Those that stopped together and began again together, each in one lot. */
function lotsOf(paused: readonly Paused[], fewest: number): readonly (readonly Paused[])[] {
  const lots: (readonly Paused[])[] = [];
  let open = paused;
  while (open.length >= fewest) {
    const lot = lotWithin(
      lotWithin(open, ({ from }) => from),
      ({ to }) => to,
    );
    if (lot.length >= fewest) lots.push(lot);
    const taken = new Set(lot);
    open = open.filter((one) => !taken.has(one));
  }
  return lots;
}

/** When all of them were silent. */
function silenceOf(lot: readonly Paused[]): Pause {
  return { from: Math.max(...lot.map(({ from }) => from)), to: Math.min(...lot.map(({ to }) => to)) };
}

/** A window has so many times at which they could have been silent by chance. */
function levelOf(lot: readonly Paused[], { from, to }: Pause, { request, parameters }: GapScope): number {
  const { start, end } = request.window;
  const chances = Math.max(1, (end - start) / (to - from));
  return Math.min((to - from) / parameters.lateS3, improbabilityOf(lot, to - from, chances));
}

/** What is known of all that wrote in the window. */
export interface Known {
  readonly written: readonly Written[];
  /** Those whose pauses were asked about. */
  readonly looked: ReadonlyMap<string, Beaten>;
  /** Nobody else wrote. */
  readonly isWhole: boolean;
}

/** Undefined where nobody asked. */
function wroteIn({ from, to }: Pause, one: Written, { looked }: Known): boolean | undefined {
  if (one.first >= to || one.last <= from) return false;
  const beaten = looked.get(one.interfaceId);
  if (!beaten) return one.mayPause ? undefined : true;
  return !beaten.pauses.some((pause) => pause.from <= from && pause.to >= to);
}

/** Whoever else is in the place was silent as well. */
function isOfAll(lot: readonly Paused[], place: readonly Written[], known: Known): boolean {
  const members = new Set(lot.map(({ interfaceId }) => interfaceId));
  const silence = silenceOf(lot);
  if (!known.isWhole) return false;
  return place.every((one) => members.has(one.interfaceId) || wroteIn(silence, one, known) === false);
}

/** All that wrote one pause each, whatever they have in common. */
function pausedIn(known: Known, whole: EndedGap | undefined): readonly Paused[] {
  return known.written.flatMap((one) => pausedOf(one, known.looked.get(one.interfaceId), whole));
}

/** Those whose configuration tells what they have in common, and some of the others: one of the same place shows that its flow log worked. */
export function pausedTogether(known: Known, whole: EndedGap | undefined): readonly string[] {
  const together = new Set(
    lotsOf(pausedIn(known, whole), LEAST_UNKNOWN).flatMap((lot) => lot.map(({ interfaceId }) => interfaceId)),
  );
  const others = known.written.filter(({ interfaceId }) => !together.has(interfaceId));
  return together.size === 0
    ? []
    : [...together, ...witnessesAmong(others).map(({ interfaceId }) => interfaceId)];
}

/** Others went on, else it would be a gap of the whole source. @param whole one of the source that is told already */
export function endedParts(known: Known, whole: EndedGap | undefined, scope: GapScope): readonly EndedPart[] {
  const { written } = known;
  const paused = pausedIn(known, whole);
  const told = new Set<Paused>();

  function partOf(of: Silence['of'], id: string | null, lot: readonly Paused[]): readonly EndedPart[] {
    const silence = silenceOf(lot);
    const around = written.filter(({ first, last }) => first < silence.from && last > silence.to);
    const wrote = around.map((one) => wroteIn(silence, one, known));
    const among = of === 'part' ? wrote.filter((one) => one !== undefined).length : lot.length;
    const level = levelOf(lot, silence, scope);
    if (level < KEEPS_GOING || !wrote.includes(true) || lot.length < LEAST_SHARE * among) return [];
    for (const one of lot) told.add(one);
    return [{ of, id, members: lot, among, ...silence, level }];
  }

  const places = (['flowLog', 'subnet'] as const).flatMap((kind) => {
    const placed = byKey(written, (one) => placesOf(one, scope)[kind]);
    const open = paused.filter((one) => !told.has(one));
    return [...byKey(open, (one) => placesOf(one, scope)[kind])].flatMap(([id, members]) =>
      lotsOf(id === '' ? [] : members, LEAST_UNKNOWN)
        .filter((lot) => isOfAll(lot, placed.get(id) ?? [], known))
        .flatMap((lot) => partOf(kind === 'flowLog' ? 'flow-log' : 'subnet', id, lot)),
    );
  });
  const open = paused.filter((one) => !told.has(one));
  return [...places, ...lotsOf(open, FEWEST).flatMap((lot) => partOf('part', null, lot))];
}
