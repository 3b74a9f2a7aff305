/** A chart in fewer and wider bins, for where not as many are drawn as were counted. */
import type { Chart } from '../diagnosis/diagnosis.ts';

/** Several bins taken together. Seconds since the epoch; `end` is not in it. */
export interface WideBin {
  readonly start: number;
  readonly end: number;
  /** For each series the sum of what is known of it; null where nothing is. */
  readonly sums: readonly (number | null)[];
  /** It is narrower than the others, or not all of it is known, so that it stands for less. */
  readonly isPart: boolean;
}

export interface Rebinned {
  readonly binSeconds: number;
  readonly bins: readonly WideBin[];
}

/** Amounts that may be added up over time. */
const SUMMABLE: ReadonlySet<Chart['unit']> = new Set(['bytes', 'packets', 'count']);

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** In at most so many bins; null where its amounts cannot be added up. */
export function rebinned({ unit, start, binSeconds, series }: Chart, most: number): Rebinned | null {
  const count = Math.max(0, ...series.map(({ values }) => values.length));
  if (count === 0 || !SUMMABLE.has(unit)) return null;
  const share = Math.ceil(count / most);
  const bins = Array.from({ length: Math.ceil(count / share) }, (_, index): WideBin => {
    const [from, to] = [index * share, Math.min((index + 1) * share, count)];
    const places = Array.from({ length: to - from }, (_, place) => from + place);
    const of = series.map(({ values }) => places.map((place) => values[place] ?? null));
    return {
      start: start + from * binSeconds,
      end: start + to * binSeconds,
      sums: of.map(sumOf),
      isPart: places.length < share || of.some((values) => values.includes(null)),
    };
  });
  return { binSeconds: share * binSeconds, bins };
}
