/** What stands out in a timeline without any statistics: where something begins, where it ends, and where most of it is. */
import type { ChartMark } from '../../diagnosis/diagnosis.ts';
import { type Bins, binStarts } from './bins.ts';
import type { Series } from './series.ts';

type Values = readonly (number | null)[];

/** So many bins without anything on one side make a beginning or an end of what is on the other; fewer happen by chance. */
const QUIET_BINS = 3;

interface Span {
  /** Positions of the first and last bin that has some. */
  readonly first: number;
  readonly last: number;
  /** Quiet bins that are known come before or after. */
  readonly begins: boolean;
  readonly ends: boolean;
}

function isQuiet(values: Values): boolean {
  return values.length >= QUIET_BINS && values.every((value) => value === 0);
}

function spanOf(values: Values): Span | null {
  const first = values.findIndex((value) => value !== null && value > 0);
  if (first === -1) return null;
  const last = values.findLastIndex((value) => value !== null && value > 0);
  const before = values.slice(0, first).filter((value) => value !== null);
  const after = values.slice(last + 1).filter((value) => value !== null);
  return { first, last, begins: isQuiet(before), ends: isQuiet(after) };
}

function peak(values: Values): number {
  return values.reduce<number>(
    (most, value, index) => ((value ?? 0) > (values[most] ?? 0) ? index : most),
    0,
  );
}

function marksOf(values: Values, name: 'accepted' | 'rejected', starts: readonly number[]): ChartMark[] {
  const span = spanOf(values);
  if (!span) return [];
  const mark = (index: number, kind: ChartMark['kind']) => ({ at: starts[index] ?? 0, series: name, kind });
  const highest = peak(values);
  return [
    ...(span.begins ? [mark(span.first, 'first')] : []),
    ...(span.last > span.first ? [mark(highest, 'most')] : []),
    ...(span.ends ? [mark(span.last, 'last')] : []),
  ];
}

/** The bins to look at, rejected traffic before accepted, each in the order of time. */
export function standingOut({ accepted, rejected }: Series, bins: Bins): readonly ChartMark[] {
  const starts = binStarts(bins);
  return [...marksOf(rejected, 'rejected', starts), ...marksOf(accepted, 'accepted', starts)];
}

function course({ begins, ends }: Span): string {
  return [...(begins ? ['begins'] : []), ...(ends ? ['ends'] : [])].join(' and ');
}

function beside(accepted: Span | null): string {
  if (!accepted) return ', and none is accepted';
  return accepted.ends ? ', and accepted traffic ends' : '';
}

const NOT_KEPT = ', and the flow log keeps none that is accepted';

/** Where nothing that is rejected is kept. */
function acceptedAlone(accepted: Span | null, of: string): string {
  const is = accepted ? course(accepted) || 'is recorded' : 'is not recorded';
  return `Accepted traffic${of} ${is} within this time; the flow log keeps none that is rejected`;
}

/**
 * `Rejected traffic of 10.0.1.5 begins within this time: it is in 12 of 58 bars`.
 *
 * @param of empty or ` of …`
 * @param only what the flow logs keep, where they keep nothing else
 */
export function sentenceOf({ accepted, rejected }: Series, of: string, only?: keyof Series): string {
  const [span, other] = [spanOf(rejected), spanOf(accepted)];
  if (!span && only === 'accepted') return acceptedAlone(other, of);
  if (!span && !other)
    return `No ${only === undefined ? '' : `${only} `}traffic${of} is recorded in this window`;
  if (!span) {
    const ends = other?.ends ? ', and the accepted traffic ends within it' : '';
    return `No rejected traffic${of} is recorded in this window${ends}`;
  }
  const besides = only === 'rejected' ? NOT_KEPT : beside(other);
  const known = rejected.filter((value) => value !== null);
  const bars = `${known.filter((value) => value > 0).length} of ${known.length} bars`;
  return span.begins || span.ends
    ? `Rejected traffic${of} ${course(span)} within this time: it is in ${bars}${besides}`
    : `Traffic${of} is rejected in ${bars}${besides}`;
}
