/** How often answers were right, as people judged them. Counts, so that small numbers are seen to be small. */

/** What somebody said of an answer. */
export interface Judgement {
  /** The question's id. */
  readonly question: string;
  readonly isRight: boolean;
  readonly verdict: string;
  /** 0 to 1, as the answer gave it. */
  readonly confidence: number;
  /** When it was said, milliseconds since the epoch. */
  readonly at: number;
}

/** Of so many answers that were judged, so many were right. */
export interface Tally {
  readonly right: number;
  readonly judged: number;
}

export interface Counted extends Tally {
  /** A verdict's code, or the lower end of a band of confidence. */
  readonly of: string;
}

export interface Precision {
  readonly total: Tally;
  /** The most judged first. */
  readonly byVerdict: readonly Counted[];
  /** The surest first; only those with judgements. */
  readonly byConfidence: readonly Counted[];
  /** By the Monday on which the week begins, milliseconds since the epoch, UTC; the newest first, only those with judgements. */
  readonly byWeek: readonly (Tally & { readonly start: number })[];
}

const BANDS = [
  [0.9, '0.90 and more'],
  [0.7, '0.70 to 0.89'],
  [0.5, '0.50 to 0.69'],
  [0, 'less than 0.50'],
] as const;

const DAY = 86_400_000;
/** The epoch was a Thursday. */
const FIRST_MONDAY = 4 * DAY;

function bandOf(confidence: number): string {
  return BANDS.find(([low]) => confidence >= low)?.[1] ?? BANDS[3][1];
}

function weekOf(at: number): number {
  return Math.floor((at - FIRST_MONDAY) / (7 * DAY)) * 7 * DAY + FIRST_MONDAY;
}

function tallyOf(judgements: readonly Judgement[]): Tally {
  return { right: judgements.filter(({ isRight }) => isRight).length, judged: judgements.length };
}

function grouped<K>(
  judgements: readonly Judgement[],
  keyOf: (judgement: Judgement) => K,
): readonly (readonly [K, Tally])[] {
  const groups = new Map<K, Judgement[]>();
  for (const judgement of judgements) {
    const key = keyOf(judgement);
    groups.set(key, [...(groups.get(key) ?? []), judgement]);
  }
  return [...groups].map(([key, group]) => [key, tallyOf(group)]);
}

/** Where people differ about an answer, the last word counts: each answer is counted once. */
function lastWords(judgements: readonly Judgement[]): readonly Judgement[] {
  const inOrder = judgements.toSorted((one, other) => one.at - other.at);
  return [...new Map(inOrder.map((judgement) => [judgement.question, judgement])).values()];
}

export function precisionOf(judgements: readonly Judgement[]): Precision {
  const counted = lastWords(judgements);
  const bands = new Map(grouped(counted, ({ confidence }) => bandOf(confidence)));
  return {
    total: tallyOf(counted),
    byVerdict: grouped(counted, ({ verdict }) => verdict)
      .map(([of, tally]) => ({ of, ...tally }))
      .sort((one, other) => other.judged - one.judged || (one.of < other.of ? -1 : 1)),
    byConfidence: BANDS.flatMap(([, of]) => {
      const tally = bands.get(of);
      return tally ? [{ of, ...tally }] : [];
    }),
    byWeek: grouped(counted, ({ at }) => weekOf(at))
      .map(([start, tally]) => ({ start, ...tally }))
      .sort((one, other) => other.start - one.start),
  };
}
