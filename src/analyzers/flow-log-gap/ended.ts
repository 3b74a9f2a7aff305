/** Gaps that ended: slots within the window in which no interface at all wrote, between slots in which they did. */
import { field, slot } from '../../query/expression.ts';
import { count, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import { present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { MOST_ROWS } from '../detection/writers.ts';
import type { GapScope } from './parameters.ts';
import type { Rhythm } from './rhythm.ts';
import { improbabilityOf } from './silent.ts';

/** Seconds. */
const SLOT = LONGEST_AGGREGATION;
/** So many of the slots before and after must have records; else they come so seldom that none is no gap. */
const USUAL = 0.9;
const FEWEST_SLOTS = 6;

export function beatsQuery(window: Window) {
  return groups({
    window,
    where: present('start'),
    columns: { at: slot('start', SLOT) },
    measures: { records: count(), first: min(field('start')), last: max(field('end')) },
    orderBy: [{ by: 'at' }],
    limit: MOST_ROWS,
  });
}

type Beat = RowOf<ReturnType<typeof beatsQuery>>;

export interface EndedGap {
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

/**
 * The longest one. Between two slots it runs from the end of the last record to the start of the next. A round has too few slots to tell what is
 * usual, and knows the interfaces instead: it finds what ended before anybody looked.
 */
export function endedGap(
  beats: readonly Beat[],
  rhythms: readonly Rhythm[],
  { request, parameters, detecting }: GapScope,
): EndedGap | undefined {
  const written = beats.flatMap(({ at, first, last }) =>
    at === null || first === null || last === null ? [] : [{ at, first, last }],
  );
  let newest = written[0]?.last ?? 0;
  const pauses = written.slice(1).map((next, before) => {
    // A long record may end long after its slot, so the newest end so far counts.
    newest = Math.max(newest, written[before]?.last ?? newest);
    return { from: newest, to: next.first, slots: (next.at - (written[before]?.at ?? next.at)) / SLOT - 1 };
  });
  const longest = pauses.reduce((most, one) => (one.to - one.from > most.to - most.from ? one : most), {
    ...{ from: 0, to: 0, slots: 0 },
  });
  const span = ((written.at(-1)?.at ?? 0) - (written[0]?.at ?? 0)) / SLOT + 1;
  const writing = rhythms.filter(({ last }) => last >= request.window.start);
  const isGap = detecting.history
    ? improbabilityOf(writing, longest.to - longest.from) >= 1
    : written.length >= FEWEST_SLOTS && written.length / (span - longest.slots) >= USUAL;
  return isGap
    ? { from: longest.from, to: longest.to, level: (longest.to - longest.from) / parameters.lateS3 }
    : undefined;
}
