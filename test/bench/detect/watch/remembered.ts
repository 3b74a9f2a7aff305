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

export class Remembered {
  readonly #since: number;
  readonly #series = new Map<string, Map<number, number>>();
  readonly #known = new Map<string, Known>();

  constructor(since: number) {
    this.#since = since;
  }

  /** @param isFrozen whether a series is that of an alert which is firing: from an attack nothing is learned */
  learn({ samples, acquaintances }: Observed, isFrozen: (series: string) => boolean): void {
    for (const { series, at, value } of samples) {
      if (isFrozen(series)) continue;
      const slots = this.#series.get(series) ?? new Map<number, number>();
      this.#series.set(series, slots.set(at, value));
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
    return [...(this.#series.get(series) ?? [])]
      .filter(([at]) => at < start && at >= start - KEPT_DAYS * DAY)
      .sort(([a], [b]) => a - b)
      .map(([at, value]) => ({ at, value }));
  }

  #acquaintance(name: string): Acquaintance | null {
    const known = this.#known.get(name);
    return known ? { first: known.first, last: known.last, days: known.days.size } : null;
  }
}
