/** Which interfaces wrote flow log records, since when, until when and how densely: what counts per slot and claims of silence lean on. */
import { field, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import { present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';

/** The most rows that CloudWatch Logs Insights returns. */
export const MOST_ROWS = 10_000;
const MINUTE = 60;

/** NODATA and SKIPDATA records count: an idle interface still writes. @param first those that write most, or least, where there are too many */
export function writersQuery(window: Window, first: 'most' | 'least' = 'most') {
  return groups({
    window,
    where: present('interfaceId'),
    columns: { interfaceId: field('interfaceId'), subnetId: field('subnetId') },
    measures: {
      records: count(),
      minutes: countDistinct(slot('start', MINUTE)),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'records', descending: first === 'most' }],
    limit: MOST_ROWS,
  });
}

export type Writer = RowOf<ReturnType<typeof writersQuery>>;

/**
 * Seconds between the starts of what an interface writes: 600 where records of ten minutes start together, and where there are few. Nitro
 * instances write every minute whatever the flow log is set to (VPC User Guide, "Aggregation interval"), so settings do not tell.
 */
export function paceOf({ first, last, minutes }: Pick<Writer, 'first' | 'last' | 'minutes'>): 60 | 600 {
  if (first === null || last === null || minutes === 0) return 60;
  return (last - first) / minutes > 5 * MINUTE ? 600 : 60;
}

/** What an interface wrote of: no record of a window before its first means that nothing was logged, not that nothing happened. */
export function sinceFirst(window: Window, { first }: Pick<Writer, 'first'>, width: number): Window {
  const slot = Math.floor((first ?? window.start) / width) * width;
  return { start: Math.max(window.start, slot), end: window.end };
}
