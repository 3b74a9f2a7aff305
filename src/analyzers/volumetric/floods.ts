/** Decides which of our addresses are flooded: far more than usual, from far more sources than usual. */

import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import type { Window } from '../../query/window.ts';
import { alike } from '../detection/baseline.ts';
import type { Sample } from '../detection/history.ts';
import { quantile } from '../detection/order-statistics.ts';
import { asOwnInterfaceSaw } from '../detection/own-interface.ts';
import { type Spell, spellsOf, wholeSlots } from '../detection/slots.ts';
import { sinceFirst, type Writer } from '../detection/writers.ts';
import { aboveFloor, type Load, MEASURES, NOTHING } from './load.ts';
import { busiestOf, hasTwoInARow, minutesOf } from './minutes.ts';
import type { FloodScope } from './parameters.ts';
import { type ReceivedRow, SLOT } from './queries.ts';

const PREFIX = 'volumetric|';
/** What most slots stay below is normal; a median would call every busy hour a flood. */
const USUAL = 0.95;
/** Fewer slots tell nothing of what is usual. */
const FEWEST_SLOTS = 6;
/** So many times the minimum while nothing is known. */
const LEARNING = 4;
/** Fewer sources in every slot are not worth remembering: a flood is far above. */
const REMEMBERED_SOURCES = 20;

export interface Received {
  readonly target: string;
  readonly interfaceId: string;
  /** The end of the interface's last record, seconds since the epoch; null where that is not known. */
  readonly last: number | null;
  readonly slots: readonly (Load & { readonly at: number })[];
}

function byTarget(rows: readonly ReceivedRow[]): ReadonlyMap<string, readonly ReceivedRow[]> {
  return asOwnInterfaceSaw(rows, ({ target }) => target);
}

function slotsOf(rows: readonly ReceivedRow[], starts: readonly number[]): Received['slots'] {
  const known = new Map(rows.map((row) => [row.at, row]));
  return starts.map((at) => ({ ...NOTHING, ...known.get(at), at }));
}

/** The slots in which the interface wrote records: in others, nothing says that nothing was received. */
export function receivedIn(
  rows: readonly ReceivedRow[],
  writers: readonly Writer[],
  { request }: FloodScope,
): readonly Received[] {
  const byInterface = new Map(writers.map((writer) => [writer.interfaceId, writer]));
  return [...byTarget(rows)].flatMap(([target, of]) => {
    const interfaceId = of[0]?.interfaceId;
    if (interfaceId == null) return [];
    const writer = byInterface.get(interfaceId);
    const logged = writer ? sinceFirst(request.window, writer, SLOT) : request.window;
    return [
      { target, interfaceId, last: writer?.last ?? null, slots: slotsOf(of, wholeSlots(logged, SLOT)) },
    ];
  });
}

function seriesName(target: string, measure: (typeof MEASURES)[number]): string {
  return `${PREFIX}${target}|${measure}`;
}

interface Usual extends Load {
  readonly basis: string;
}

/** What is rarely exceeded at this hour, or in the day before and the other slots of the window; null while nothing is known. */
function usualOf(
  { target, slots, last }: Received,
  before: readonly ReceivedRow[],
  spell: Spell | undefined,
  { request, detecting }: FloodScope,
): Usual | null {
  const remembered = MEASURES.map((measure) => {
    const samples = detecting.history?.samples(seriesName(target, measure)) ?? [];
    return alike(samples, request.window.end)[0];
  });
  const [known] = remembered;
  if (known) {
    const [sources = 0, packets = 0, bytes = 0] = remembered.map((one) => quantile(one?.values ?? [], USUAL));
    return { sources, packets, bytes, basis: `what is rarely exceeded in ${known.basis}` };
  }
  // It began and ended within the slots beside it, so what those have is not usual either.
  const logged = slots.filter(({ at }) => at < (last ?? request.window.end));
  const others = [...before, ...logged.filter((_, at) => !spell || at < spell.from - 1 || at > spell.to + 1)];
  if (others.length < FEWEST_SLOTS) return null;
  const usual = (measure: (typeof MEASURES)[number]) =>
    quantile(
      others.map((one) => one[measure]),
      USUAL,
    );
  return {
    ...{ sources: usual('sources'), packets: usual('packets'), bytes: usual('bytes') },
    basis:
      before.length > 0 ? 'what is rarely exceeded in the 24 hours before' : 'the other slots of this time',
  };
}

function aboveUsual(load: Load, usual: Usual | null, scope: FloodScope): number {
  const { factor, sourcesFactor } = scope.parameters;
  if (!usual) return aboveFloor(load, SLOT, scope) / LEARNING;
  const times = (value: number, normal: number) => (normal === 0 ? Number.POSITIVE_INFINITY : value / normal);
  const volume = Math.max(times(load.bytes, usual.bytes), times(load.packets, usual.packets));
  return Math.min(volume / factor, times(load.sources, usual.sources) / sourcesFactor);
}

export interface Flood {
  readonly received: Received;
  readonly spell: Spell;
  readonly level: number;
  readonly peak: Load;
  readonly usual: Usual | null;
}

/** A slot at least above every minimum; what is normal decides later. */
export function mayBeFlooded({ slots }: Received, scope: FloodScope): boolean {
  return slots.some((load) => aboveFloor(load, SLOT, scope) >= KEEPS_GOING);
}

/** From the first slot to the last in which one of them was above every minimum. */
export function timeOf(suspects: readonly Received[], scope: FloodScope): Window {
  const slots = suspects.flatMap((one) =>
    one.slots.filter((load) => aboveFloor(load, SLOT, scope) >= KEEPS_GOING).map(({ at }) => at),
  );
  const { window } = scope.request;
  if (slots.length === 0) return window;
  return { ...window, start: Math.min(...slots), end: Math.max(...slots) + SLOT };
}

/** What goes on now, or else what was worst. */
function worst(spells: readonly Spell[]): Spell | undefined {
  return [...spells].sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.level - a.level)[0];
}

export function floodOf(
  received: Received,
  closer: { readonly minutes: readonly ReceivedRow[]; readonly dayBefore: readonly ReceivedRow[] },
  scope: FloodScope,
): Flood | undefined {
  const minutes = minutesOf(byTarget(closer.minutes).get(received.target) ?? []);
  const before = byTarget(closer.dayBefore).get(received.target) ?? [];
  const floors = received.slots.map((load) => aboveFloor(load, SLOT, scope));
  const usual = usualOf(received, before, worst(spellsOf(floors, 1, 2)), scope);
  const levels = received.slots.map((load, at) =>
    (floors[at] ?? 0) < KEEPS_GOING ? 0 : Math.min(floors[at] ?? 0, aboveUsual(load, usual, scope)),
  );
  // One slot of calm does not end a flood, and where records take ten minutes every other slot is empty.
  const spell = worst(spellsOf(levels, 1, 2));
  // Where nothing tells minutes apart, two of three slots do.
  const isConfirmed =
    hasTwoInARow(minutes, scope) || spellsOf(levels, 2, 3).some(({ level }) => level >= KEEPS_GOING);
  if (!spell || !isConfirmed) return undefined;
  const within = received.slots.slice(spell.from, spell.to + 1);
  const since = within[0]?.at ?? 0;
  const sources = Math.max(0, ...within.map((load) => load.sources));
  const peak = { ...busiestOf(minutes.filter(({ at }) => at >= since)), sources };
  return { received, spell, level: spell.level, peak, usual };
}

export function observedOf(
  all: readonly Received[],
  floods: readonly Flood[],
  { detecting }: FloodScope,
): readonly (Sample & { readonly series: string })[] {
  return all.flatMap((received) => {
    const { target, slots } = received;
    const isKnown = (detecting.history?.samples(seriesName(target, 'sources')).length ?? 0) > 0;
    if (!isKnown && slots.every(({ sources }) => sources < REMEMBERED_SOURCES)) return [];
    const flood = floods.find((one) => one.received === received);
    const calm = slots.filter((_, at) => !flood || at < flood.spell.from || at > flood.spell.to);
    return MEASURES.flatMap((measure) =>
      calm.map((load) => ({ series: seriesName(target, measure), at: load.at, value: load[measure] })),
    );
  });
}
