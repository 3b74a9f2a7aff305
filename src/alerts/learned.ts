/**
 * What is normal at one source, in memory: what was measured and who knew whom, as detectors read it, and what of that is not written down yet.
 * Days are kept as the text that the store has, and read when somebody asks: there are millions of samples.
 */
import type { Acquaintance, History, Observed, Sample } from '../analyzers/detection/history.ts';
import type { AcquaintanceTable, BaselineTable } from '../store/alert-tables.ts';
import { HISTORY_DAYS } from '../store/keep-days.ts';

const DAY = 86_400;
/** When something was seen last is written down again only when it is so much later, seconds: what is always there costs no writes. */
const COARSE = 3600;

type Slots = readonly (readonly [second: number, value: number])[];

function slotsOf(text: string | undefined): Slots {
  return text === undefined ? [] : (JSON.parse(text) as Slots);
}

function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY);
}

interface Seen extends Acquaintance {
  readonly kind: string;
  readonly key: string;
}

export interface Changes {
  readonly days: readonly BaselineTable[];
  readonly seen: readonly AcquaintanceTable[];
}

function keyOf(kind: string, key: string): string {
  return `${kind}\n${key}`;
}

export class Learned {
  readonly #source: string;
  readonly #series = new Map<string, Map<number, string>>();
  readonly #seen = new Map<string, Seen>();
  /** What is not written down: days by series, and acquaintances with when they were last written as seen. */
  readonly #changed = new Map<string, Set<number>>();
  readonly #written = new Map<string, number>();
  #newestDay = 0;

  constructor(source: string, days: readonly BaselineTable[], seen: readonly AcquaintanceTable[]) {
    this.#source = source;
    for (const { series, day, samples } of days) this.#daysOf(series).set(day, samples);
    for (const { kind, key, first_seconds: first, last_seconds: last, days: count } of seen) {
      this.#seen.set(keyOf(kind, key), { kind, key, first, last, days: count });
      this.#written.set(keyOf(kind, key), last);
    }
  }

  #daysOf(series: string): Map<number, string> {
    const known = this.#series.get(series) ?? new Map<number, string>();
    this.#series.set(series, known);
    return known;
  }

  /** As it is known of the time before a window. @param start and since when it is learned: seconds since the epoch */
  before(start: number, since: number): History {
    const read = new Map<string, readonly Sample[]>();
    const samplesOf = (series: string): readonly Sample[] =>
      [...(this.#series.get(series) ?? [])]
        .sort(([a], [b]) => a - b)
        .flatMap(([day, text]) => slotsOf(text).map(([second, value]) => ({ at: day * DAY + second, value })))
        .filter(({ at }) => at < start);
    return {
      since,
      samples(series) {
        const known = read.get(series) ?? samplesOf(series);
        read.set(series, known);
        return known;
      },
      names: (prefix) => [...this.#series.keys()].filter((name) => name.startsWith(prefix)),
      acquaintance: (kind, key) => this.#seen.get(keyOf(kind, key)) ?? null,
    };
  }

  /** The same observed again changes nothing. @param isNormal whether what a series has now is to be learned */
  observe({ samples, acquaintances }: Observed, isNormal: (series: string) => boolean = () => true): void {
    const bySeriesAndDay = new Map<string, Map<number, Sample[]>>();
    for (const { series, at, value } of samples) {
      if (!isNormal(series)) continue;
      const days = bySeriesAndDay.get(series) ?? new Map<number, Sample[]>();
      bySeriesAndDay.set(series, days);
      const known = days.get(dayOf(at));
      if (known) known.push({ at, value });
      else days.set(dayOf(at), [{ at, value }]);
    }
    for (const [series, days] of bySeriesAndDay) for (const [day, some] of days) this.#put(series, day, some);
    for (const { kind, key, at } of acquaintances) this.#meet(kind, key, at);
  }

  #put(series: string, day: number, samples: readonly Sample[]): void {
    const days = this.#daysOf(series);
    const before = days.get(day);
    const slots = new Map<number, number>(slotsOf(before));
    for (const { at, value } of samples) slots.set(at - day * DAY, value);
    const text = JSON.stringify([...slots].sort(([a], [b]) => a - b));
    if (text === before) return;
    days.set(day, text);
    this.#changed.set(series, (this.#changed.get(series) ?? new Set()).add(day));
    this.#forget(day);
  }

  #meet(kind: string, key: string, at: number): void {
    const known = this.#seen.get(keyOf(kind, key));
    const first = Math.min(known?.first ?? at, at);
    const last = Math.max(known?.last ?? at, at);
    const isOtherDay = known && (dayOf(at) > dayOf(known.last) || dayOf(at) < dayOf(known.first));
    const days = known ? known.days + (isOtherDay ? 1 : 0) : 1;
    this.#seen.set(keyOf(kind, key), { kind, key, first, last, days });
    this.#forget(dayOf(at));
  }

  /** Once a day what is too old. */
  #forget(today: number): void {
    if (today <= this.#newestDay) return;
    this.#newestDay = today;
    const oldest = today - HISTORY_DAYS;
    for (const [series, days] of this.#series) {
      for (const day of days.keys()) if (day < oldest) days.delete(day);
      if (days.size === 0) this.#series.delete(series);
    }
    for (const [id, { last }] of this.#seen) {
      if (last >= oldest * DAY) continue;
      this.#seen.delete(id);
      this.#written.delete(id);
    }
  }

  /** What is to be written down. */
  changes(): Changes {
    const source = this.#source;
    const days = [...this.#changed].flatMap(([series, changed]) =>
      [...changed].flatMap((day) => {
        const samples = this.#series.get(series)?.get(day);
        return samples === undefined ? [] : [{ source, series, day, samples }];
      }),
    );
    const seen = [...this.#seen].flatMap(([id, { kind, key, first, last, days: count }]) => {
      const written = this.#written.get(id);
      if (written !== undefined && last - written < COARSE && dayOf(last) === dayOf(written)) return [];
      return [{ source, kind, key, first_seconds: first, last_seconds: last, days: count }];
    });
    return { days, seen };
  }

  /** These are written down. */
  wrote({ days, seen }: Changes): void {
    for (const { series, day } of days) {
      const changed = this.#changed.get(series);
      changed?.delete(day);
      if (changed?.size === 0) this.#changed.delete(series);
    }
    for (const { kind, key, last_seconds: last } of seen) this.#written.set(keyOf(kind, key), last);
  }
}
