/** Accepted records one by one: what tells a late packet from an idle connection is when each record was. */
import { field } from '../query/expression.ts';
import { records } from '../query/flow-query.ts';
import { all, equals, type Predicate } from '../query/predicate.ts';
import type { Window } from '../query/window.ts';
import { SIGHTING_COLUMNS, type Sighting, type SightingRow, sightings } from './sighting.ts';

/** They are read from this long before the window, so that what closed or fell silent just before it is seen. */
const BEFORE_SECONDS = 15 * 60;

export function acceptedRecords(window: Window, where: Predicate, limit: number) {
  return records({
    window: { start: window.start - BEFORE_SECONDS, end: window.end },
    where: all(equals(field('action'), 'ACCEPT'), where),
    columns: {
      ...SIGHTING_COLUMNS,
      packets: field('packets'),
      bytes: field('bytes'),
      first: field('start'),
      last: field('end'),
    },
    orderBy: [{ by: 'first' }],
    limit,
  });
}

/** A row of that query: a record, which may lack what a sum over records has. */
export type RecordRow = Omit<SightingRow, 'records' | 'packets' | 'bytes'> & {
  readonly packets: number | null;
  readonly bytes: number | null;
};

/** Each record as a sighting of its own. */
export function acceptedSightings(rows: readonly RecordRow[]): readonly Sighting[] {
  return sightings(
    rows.map((row) => ({ ...row, records: 1, packets: row.packets ?? 0, bytes: row.bytes ?? 0 })),
  );
}
