/** What was accepted and what was rejected in each bin, from the groups that the query returns. */
import type { Action } from '../../record/record.ts';
import { type Bins, binStarts } from './bins.ts';

export interface BinRow {
  /** Where the bin starts in which the records begin, seconds since the epoch. */
  readonly at: number | null;
  /** Where the bin starts in which they end. */
  readonly until: number | null;
  readonly action: Action | null;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

export type TimelineMeasure = 'bytes' | 'packets' | 'flows';

/** From the start of the oldest to the end of the newest record of any interface, seconds since the epoch. */
export interface Known {
  readonly from: number;
  readonly until: number;
}

/** A value a bin; null where no interface has written anything yet, or had. */
export interface Series {
  readonly accepted: readonly (number | null)[];
  readonly rejected: readonly (number | null)[];
}

/** @param known null where there is no record at all */
export function seriesOf(
  rows: readonly BinRow[],
  bins: Bins,
  measure: TimelineMeasure,
  known: Known | null,
): Series {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.at} ${row.action}`;
    totals.set(key, (totals.get(key) ?? 0) + row[measure]);
  }
  const starts = binStarts(bins);
  const isKnown = (start: number) => known !== null && start < known.until && start + bins.width > known.from;
  const of = (action: Action) =>
    starts.map((start) => (isKnown(start) ? (totals.get(`${start} ${action}`) ?? 0) : null));
  return { accepted: of('ACCEPT'), rejected: of('REJECT') };
}

/** Records that reach beyond the bin after the one in which they begin, of all: their traffic stands in one bar and belongs to several. */
export function longRecords(rows: readonly BinRow[], { width }: Bins): { long: number; all: number } {
  const all = rows.reduce((total, { flows }) => total + flows, 0);
  const long = rows
    .filter(({ at, until }) => at !== null && until !== null && until - at > width)
    .reduce((total, { flows }) => total + flows, 0);
  return { long, all };
}

export function totalOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
