/** How surely a service should have answered in each slot: by the same hours of the past, or by the day before and the window itself. */
import { alike } from '../detection/baseline.ts';
import type { SilenceScope } from './parameters.ts';
import { HOUR, NARROW, WIDE } from './queries.ts';
import { type Answering, keyOf, seriesName } from './services.ts';

/** What is known of the slots like one: how many there were, and how many had an answer. */
interface Alike {
  readonly answered: number;
  readonly all: number;
}

export interface Expectation {
  /** Seconds of the slots that it is about. */
  readonly width: number;
  readonly at: (slot: number) => Alike;
  readonly basis: string;
}

/** The slot to come is counted as one without an answer, so that few slots promise little. */
export function shareOf({ answered, all }: Alike): number {
  return answered / (all + 1);
}

/**
 * The chance that all of these slots are silent, where what is known of each is itself a guess from so many slots: the law of Beta and Bernoulli
 * with Jeffreys' prior. A slot of an hour in which few are answered counts nothing.
 *
 * @param always the least share of an hour that counts
 */
export function chanceOfSilence(slots: readonly number[], { at }: Expectation, always: number): number {
  const counted = slots.map(at).filter((one) => shareOf(one) >= always);
  return counted.reduce(
    (chance, { answered, all }, before) => (chance * (all - answered + 0.5 + before)) / (all + 1 + before),
    1,
  );
}

function rememberedBy(
  service: Answering,
  width: typeof NARROW | typeof WIDE,
  { request, detecting }: SilenceScope,
): Expectation | undefined {
  const samples = detecting.history?.samples(seriesName(keyOf(service), width)) ?? [];
  const known = alike(samples, request.window.end)[0];
  if (!known) return undefined;
  const byHour = new Map<number, Alike>();
  const alikeOf = (hour: number): Alike => {
    const values = alike(samples, hour)[0]?.values ?? [];
    const perHour = HOUR / width;
    return {
      answered: perHour * values.reduce((total, value) => total + value, 0),
      all: perHour * values.length,
    };
  };
  const at = (slot: number) => {
    const hour = Math.floor(slot / HOUR) * HOUR;
    const found = byHour.get(hour) ?? alikeOf(hour);
    byHour.set(hour, found);
    return found;
  };
  return { width, at, basis: known.basis };
}

/** Of narrow slots where it answers in nearly all of them at this hour; undefined where nothing is remembered. */
export function remembered(service: Answering, scope: SilenceScope): Expectation | undefined {
  const narrow = rememberedBy(service, NARROW, scope);
  const isConstant =
    narrow && shareOf(narrow.at(scope.request.window.end - NARROW)) >= scope.parameters.always;
  return isConstant ? narrow : rememberedBy(service, WIDE, scope);
}

/** By the time in which it answered, from its first to its last answer. */
function asBefore(service: Answering, before: Answering | undefined): Expectation {
  const width = before && before.width > service.width ? before.width : service.width;
  const first = before?.first ?? service.first;
  const all = Math.max(1, Math.round((service.last - first) / width));
  const answered = ((before?.slots ?? 0) * (before?.width ?? width) + service.slots * service.width) / width;
  const known = { all, answered: Math.min(answered, all) };
  return { width, at: () => known, basis: before ? 'the 24 hours before' : 'this time until then' };
}

/** @param before the same services in the day before the window, where nothing is remembered */
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
