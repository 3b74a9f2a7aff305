/** How surely a service should have answered in each slot: by the same hours of the past, or by the day before and the window itself. */
import { alike } from '../detection/baseline.ts';
import type { SilenceScope } from './parameters.ts';
import { HOUR } from './queries.ts';
import { type Answering, keyOf, seriesName } from './services.ts';

export interface Expectation {
  /** The chance that a slot has an answer; never 1, as few slots do not show that. */
  readonly at: (slot: number) => number;
  readonly basis: string;
}

/** Of `answered` out of `all` slots; the slot to come is counted as one without, so that few slots promise little. */
function chanceOf(answered: number, all: number): number {
  return Math.min(answered, all) / (all + 1);
}

function remembered(
  { server, protocol, port, width }: Pick<Answering, 'server' | 'protocol' | 'port' | 'width'>,
  { request, detecting }: SilenceScope,
): Expectation | undefined {
  const samples = detecting.history?.samples(seriesName(`${server}|${protocol}|${port}`)) ?? [];
  const known = alike(samples, request.window.end)[0];
  if (!known) return undefined;
  const byHour = new Map<number, number>();
  const chanceAt = (hour: number) => {
    const values = alike(samples, hour)[0]?.values ?? [];
    const perHour = HOUR / width;
    const sum = values.reduce((total, value) => total + value, 0);
    return chanceOf(sum * perHour, values.length * perHour);
  };
  const at = (slot: number) => {
    const hour = Math.floor(slot / HOUR) * HOUR;
    const chance = byHour.get(hour) ?? chanceAt(hour);
    byHour.set(hour, chance);
    return chance;
  };
  return { at, basis: known.basis };
}

/** By the time in which it answered, from its first to its last answer. */
function asBefore(service: Answering, before: Answering | undefined): Expectation {
  const width = before && before.width > service.width ? before.width : service.width;
  const first = before?.first ?? service.first;
  const slots = Math.max(1, Math.round((service.last - first) / width));
  const answered = ((before?.slots ?? 0) * (before?.width ?? width) + service.slots * service.width) / width;
  const chance = chanceOf(answered, slots);
  return { at: () => chance, basis: before ? 'the 24 hours before' : 'this time until then' };
}

export function expectationOf(
  service: Answering,
  before: readonly Answering[],
  scope: SilenceScope,
): Expectation {
  const key = keyOf(service);
  return (
    remembered(service, scope) ??
    asBefore(
      service,
      before.find((one) => keyOf(one) === key),
    )
  );
}
