/** How much of the truth the records could show: how far they reach, what AWS skipped, and which interfaces wrote anything at all. */
import { field } from '../query/expression.ts';
import { count, groups, max, min } from '../query/flow-query.ts';
import { ALWAYS, equals, NEVER } from '../query/predicate.ts';
import type { Window } from '../query/window.ts';
import type { Action, LogStatus } from '../record/record.ts';
import type { Coverage } from './analyzer.ts';

export interface CoverageRow {
  readonly interfaceId: string | null;
  readonly logStatus: LogStatus | null;
  readonly action: Action | null;
  readonly records: number;
  /** Seconds since the epoch. */
  readonly first: number | null;
  readonly last: number | null;
}

/** What every interface wrote in the window, by status and action. */
export function coverageQuery(window: Window) {
  return groups({
    window,
    where: ALWAYS,
    columns: { interfaceId: field('interfaceId'), logStatus: field('logStatus'), action: field('action') },
    measures: { records: count(), first: min(field('start')), last: max(field('end')) },
    orderBy: [{ by: 'last', descending: true }],
    limit: 5000,
  });
}

/** Where AWS skipped records, for questions that need no more of the coverage than that. */
export function skippedQuery(window: Window) {
  return groups({
    window,
    where: equals(field('logStatus'), 'SKIPDATA'),
    columns: { interfaceId: field('interfaceId') },
    measures: { records: count() },
    limit: 1000,
  });
}

export function skippedOf(
  rows: readonly { readonly interfaceId: string | null; readonly records: number }[],
): Coverage['skipData'] {
  return {
    records: rows.reduce((total, { records }) => total + records, 0),
    interfaces: [...new Set(rows.flatMap(({ interfaceId }) => interfaceId ?? []))],
  };
}

/** How far back the newest record is looked for when the window has none. */
const NEWEST_SECONDS = 6 * 3600;

/** The newest record of all up to the window's end; asks nothing unless it is `wanted`. */
export function newestQuery(window: Window, wanted: boolean) {
  return groups({
    window: { start: window.start - NEWEST_SECONDS, end: window.end },
    where: wanted ? ALWAYS : NEVER,
    columns: {},
    measures: { records: count(), last: max(field('end')) },
    limit: 1,
  });
}

/** The end of the newest of the records, seconds since the epoch; null of none. */
export function newest(rows: readonly { readonly last: number | null }[]): number | null {
  return rows.reduce<number | null>(
    (latest, { last }) => (last === null ? latest : Math.max(latest ?? last, last)),
    null,
  );
}

/** The beginning of the oldest of the records, seconds since the epoch; null of none. */
function oldest(rows: readonly CoverageRow[]): number | null {
  const begun = rows.flatMap(({ first }) => first ?? []);
  return begun.length === 0 ? null : Math.min(...begun);
}

/** @param needed the rows that conclusions are drawn from */
export function coverageOf(
  rows: readonly CoverageRow[],
  needed: readonly { readonly cutOff: boolean }[],
): Coverage {
  const recordsFrom = oldest(rows);
  return {
    ...(recordsFrom === null ? {} : { recordsFrom }),
    completeUntil: newest(rows),
    skipData: skippedOf(rows.filter(({ logStatus }) => logStatus === 'SKIPDATA')),
    interfacesNotLogged: [],
    cutOff: needed.some(({ cutOff }) => cutOff),
    notes: [],
  };
}
