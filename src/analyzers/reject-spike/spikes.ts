/** Decides at which interfaces more sources than usual were turned away, and when. */
import { byKey } from '../detection/by-key.ts';
import { discoveryThreshold } from '../detection/false-discovery.ts';
import type { Sample } from '../detection/history.ts';
import { filled, type Spell, spellsOf, wholeSlots } from '../detection/slots.ts';
import { paceOf, sinceFirst, type Writer } from '../detection/writers.ts';
import { ROW } from './in-a-row.ts';
import type { Settings, SpikeScope } from './parameters.ts';
import { dayBefore, type RejectedRow, SLOT } from './queries.ts';
import { type Closer, countsOf, type JudgedSlot, judged, reachedBy, type Series } from './reached.ts';
import { type Wanted, wantedIn } from './wanted.ts';

/** Of the alarms of one round, at most this share is expected to be chance. */
const FALSE_DISCOVERIES = 0.05;

export interface Spike extends Spell {
  readonly series: Series;
  /** The slot with the most sources, and how it was judged. */
  readonly peak: JudgedSlot;
  /** Undefined where they want many ports. */
  readonly wanted: Wanted | undefined;
}

function seriesName(interfaceId: string): string {
  return `reject-spike|${interfaceId}`;
}

function samplesOf(rows: readonly RejectedRow[]): readonly Sample[] {
  return rows.flatMap(({ at, sources }) => (at === null ? [] : [{ at, value: sources }]));
}

/** Of every interface that turned somebody away, and of those that did before. */
export function seriesOf(
  rejected: readonly RejectedRow[],
  writers: readonly Writer[],
  { request, detecting }: SpikeScope,
): readonly Series[] {
  const byInterface = byKey(rejected, ({ interfaceId }) => interfaceId ?? '');
  return writers.flatMap((writer) => {
    const { interfaceId } = writer;
    if (interfaceId === null) return [];
    const rows = byInterface.get(interfaceId) ?? [];
    const isKnown = (detecting.history?.samples(seriesName(interfaceId)).length ?? 0) > 0;
    if (rows.length === 0 && !isKnown) return [];
    const width = Math.max(SLOT, paceOf(writer));
    const logged = sinceFirst(request.window, writer, width);
    return [{ interfaceId, width, last: writer.last, samples: filled(samplesOf(rows), logged, width) }];
  });
}

/** Enough sources in two of three slots, whatever is normal. */
export function mayBeSpike({ samples }: Series, { sources }: Settings): boolean {
  return spellsOf(
    samples.map(({ value }) => value / sources),
    2,
    ROW,
  ).some(({ level }) => level > 0);
}

/** What was counted before a slot: as it is remembered, or else in the day before and earlier in the window. */
function known(series: Series, closer: Closer, { request, detecting }: SpikeScope): readonly Sample[] {
  if (detecting.history) return detecting.history.samples(seriesName(series.interfaceId));
  const day = dayBefore(request.window);
  const since = Math.max(day.start, closer.since ?? request.window.start);
  const window = { start: since, end: request.window.start };
  const logged = series.samples.filter(({ at }) => at < (series.last ?? request.window.end));
  return [...filled(samplesOf(closer.rejected), window, series.width), ...logged];
}

/** What goes on now comes before what is over, and the worst before the rest: of an interface one spike is told. */
function mostImportant(a: Spell, b: Spell): number {
  return Number(b.isOpen) - Number(a.isOpen) || b.level - a.level;
}

function spikeOf(
  series: Series,
  closer: Closer,
  scope: SpikeScope,
): (Spike & { readonly chance: number }) | undefined {
  const samples = known(series, closer, scope);
  const slots = judged(series, samples, scope);
  const { spells, chances } = reachedBy(slots, samples, series, closer, scope);
  const [spell] = spells
    // While it is watched, a round tells of what goes on; earlier rounds told of the rest.
    .filter(({ isOpen }) => isOpen || !scope.detecting.history)
    .sort(mostImportant);
  if (!spell) return undefined;
  const within = slots.slice(spell.from, spell.to + 1);
  const [peak] = [...within].sort((a, b) => b.level - a.level);
  if (!peak) return undefined;
  const wanted = wantedIn(closer.ports, countsOf(within), series.width);
  const chance = peak.normal === null ? 0 : Math.min(...chances.slice(spell.from, spell.to + ROW));
  return { ...spell, series, peak, wanted, chance };
}

/** @param looked how many interfaces were looked at: the more there are, the less likely a spike must be by chance */
export function spikesAmong(
  candidates: readonly { readonly series: Series; readonly closer: Closer }[],
  looked: number,
  scope: SpikeScope,
): readonly Spike[] {
  const spikes = candidates.flatMap(({ series, closer }) => spikeOf(series, closer, scope) ?? []);
  const tries = looked * Math.max(1, wholeSlots(scope.request.window, SLOT).length / 12);
  const threshold = discoveryThreshold(
    spikes.map(({ chance }) => chance),
    FALSE_DISCOVERIES,
    tries,
  );
  return spikes.map((spike) =>
    spike.chance <= threshold ? spike : { ...spike, level: Math.min(spike.level, 0.99) },
  );
}

/** What is to be remembered: every whole slot but those of a spike. */
export function observedOf(series: readonly Series[], spikes: readonly Spike[]) {
  const spiked = spikes.filter(({ level }) => level >= 1);
  const byInterface = new Map(spiked.map((spike) => [spike.series.interfaceId, spike]));
  return series.flatMap(({ interfaceId, samples }) => {
    const spike = byInterface.get(interfaceId);
    const isIn = (slot: number) =>
      spike !== undefined && slot >= spike.from && (spike.isOpen || slot <= spike.to);
    return samples.flatMap(({ at, value }, slot) =>
      isIn(slot) ? [] : [{ series: seriesName(interfaceId), at, value }],
    );
  });
}
