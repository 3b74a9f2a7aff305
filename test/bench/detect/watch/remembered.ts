/** What the rounds of the measurement remember, as the watcher's store does. */
import type { Acquaintance, History, Observed, Sample } from '../../../../src/analyzers/detection/history.ts';

const DAY = 86_400;
/** The watcher keeps samples of so many days. */
const KEPT_DAYS = 28;

interface Known {
  first: number;
  last: number;
  readonly days: Set<number>;
}

/** Most come at the end, or are of a slot that the last round saw too. */
function put(slots: Sample[], sample: Sample): void {
  const before = slots.findLastIndex(({ at }) => at <= sample.at);
  const isKnown = slots[before]?.at === sample.at;
  slots.splice(isKnown ? before : before + 1, isKnown ? 1 : 0, sample);
}

export class Remembered {
  readonly #since: number;
  /** Each in the order of time. */
  readonly #series = new Map<string, Sample[]>();
  readonly #known = new Map<string, Known>();

  constructor(since: number) {
    this.#since = since;
  }

  /** @param isFrozen whether a series is that of an alert which is firing: from an attack nothing is learned */
  learn({ samples, acquaintances }: Observed, isFrozen: (series: string) => boolean): void {
    for (const { series, at, value } of samples) {
      if (isFrozen(series)) continue;
      const slots = this.#series.get(series) ?? [];
      this.#series.set(series, slots);
      put(slots, { at, value });
    }
    for (const { kind, key, at } of acquaintances) {
      const name = `${kind} ${key}`;
      const known = this.#known.get(name) ?? { first: at, last: at, days: new Set<number>() };
      known.first = Math.min(known.first, at);
      known.last = Math.max(known.last, at);
      known.days.add(Math.floor(at / DAY));
      this.#known.set(name, known);
    }
  }

  /** As it was known before the moment at which a window starts. */
  before(start: number): History {
    const read = new Map<string, readonly Sample[]>();
    const samples = (series: string) => {
      const found = read.get(series) ?? this.#samples(series, start);
      read.set(series, found);
      return found;
    };
    return {
      since: this.#since,
      samples,
      names: (prefix) => [...this.#series.keys()].filter((name) => name.startsWith(prefix)),
      acquaintance: (kind, key) => this.#acquaintance(`${kind} ${key}`),
    };
  }

  #samples(series: string, start: number): readonly Sample[] {
    const slots = this.#series.get(series) ?? [];
    const from = slots.findIndex(({ at }) => at >= start - KEPT_DAYS * DAY);
    const until = slots.findLastIndex(({ at }) => at < start) + 1;
    return from < 0 ? [] : slots.slice(from, until);
  }

  #acquaintance(name: string): Acquaintance | null {
    const known = this.#known.get(name);
    return known ? { first: known.first, last: known.last, days: known.days.size } : null;
  }
}
