/** When single interfaces wrote nothing between records of theirs: asked of those that may have paused once, by slots that no gap fits into unseen. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { field, slot } from '../../query/expression.ts';
import { countDistinct, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import { all, isOneOf, NEVER, type Predicate, present } from '../../query/predicate.ts';
import { sumOf } from '../../query/sums.ts';
import type { Window } from '../../query/window.ts';
import { resourceId } from '../../record/resource-id.ts';
import { byKey } from '../detection/by-key.ts';
import { MOST_ROWS, type Writer } from '../detection/writers.ts';
import type { GapScope } from './parameters.ts';
import { LEAST_UNKNOWN } from './silent.ts';

const MINUTE = 60;
/** Interfaces that a query names: their ids fit into one query of CloudWatch Logs Insights, which bills each part of a longer one. */
const MOST_NAMED = 200;

/** An interface by all that it wrote in the window. */
export interface Written {
  readonly interfaceId: string;
  readonly subnetId: string | null;
  readonly first: number;
  readonly last: number;
  /** Its minutes leave room for a gap. */
  readonly mayPause: boolean;
}

export interface Pause {
  readonly from: number;
  readonly to: number;
}

/** What one interface wrote, in order of time. */
export interface Beaten {
  readonly beats: readonly {
    readonly at: number;
    readonly first: number;
    readonly last: number;
    readonly minutes: number;
  }[];
  readonly pauses: readonly Pause[];
}

/** Seconds from which on a pause is none of delivery. */
function leastPause({ parameters }: GapScope): number {
  return KEEPS_GOING * parameters.lateS3;
}

/** A record that has no subnet, since nothing was sent, is of the same interface. */
export function writtenOf(writers: readonly Writer[], scope: GapScope): readonly Written[] {
  return [...byKey(writers, ({ interfaceId }) => resourceId(interfaceId) ?? '')].flatMap(
    ([interfaceId, of]) => {
      const first = Math.min(...of.flatMap((one) => one.first ?? []));
      const last = Math.max(...of.flatMap((one) => one.last ?? []));
      if (interfaceId === '' || !Number.isFinite(last - first)) return [];
      const subnetId = of.find((one) => one.subnetId !== null)?.subnetId ?? null;
      const most = Math.max(...of.map(({ minutes }) => minutes));
      const mayPause = last - first - MINUTE * most >= leastPause(scope);
      return [{ interfaceId, subnetId, first, last, mayPause }];
    },
  );
}

/** Those among which pauses are looked for, so many that all their slots fit into one answer. A record may overlap the window's beginning. */
function lookedAt(written: readonly Written[], { request, parameters }: GapScope): readonly Written[] {
  const slots = Math.ceil((request.window.end - request.window.start) / parameters.lateS3) + 2;
  const most = Math.min(MOST_NAMED, Math.floor(MOST_ROWS / slots));
  return written.filter(({ mayPause }) => mayPause).slice(0, most);
}

/** A pause of a slot's width or more has a slot's beginning in it, so that the records around it are in different slots. */
function beatsOfEachQuery(window: Window, width: number, where: Predicate) {
  return groups({
    window,
    where: all(present('start'), where),
    columns: { interfaceId: field('interfaceId'), at: slot('start', width) },
    measures: {
      minutes: countDistinct(slot('start', MINUTE)),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'at' }],
    limit: MOST_ROWS,
  });
}

/**
 * Rounds find a gap while it lasts and would pay for this every five minutes: it is for those who ask about a time that is over, and that is long
 * enough to show a gap and as much before and after it. Fewer have a reason of their own.
 */
export function asksForPauses(written: readonly Written[], scope: GapScope): boolean {
  const { request, detecting } = scope;
  const { start, end } = request.window;
  const many = written.filter(({ mayPause }) => mayPause).length;
  const isLong = end - start >= 3 * leastPause(scope);
  return detecting.history === null && request.subjects.length === 0 && isLong && many >= LEAST_UNKNOWN;
}

export function pausesQuery(written: readonly Written[], scope: GapScope) {
  const ids = lookedAt(written, scope).map(({ interfaceId }) => interfaceId);
  const where = asksForPauses(written, scope) ? isOneOf(field('interfaceId'), ids) : NEVER;
  return beatsOfEachQuery(scope.request.window, scope.parameters.lateS3, where);
}

type Row = RowOf<ReturnType<typeof pausesQuery>>;

function pausesIn(beats: Beaten['beats'], scope: GapScope): readonly Pause[] {
  let newest = beats[0]?.last ?? 0;
  return beats
    .map(({ first, last }) => {
      const pause = { from: newest, to: first };
      // A long record may end long after its slot, so the newest end so far counts.
      newest = Math.max(newest, last);
      return pause;
    })
    .filter(({ from, to }) => to - from >= leastPause(scope));
}

export function beatenOf(rows: readonly Row[], scope: GapScope): ReadonlyMap<string, Beaten> {
  const each = [...byKey(rows, ({ interfaceId }) => interfaceId ?? '')].map(([id, of]): [string, Beaten] => {
    const beats = of
      .flatMap(({ at, first, last, minutes }) =>
        at === null || first === null || last === null ? [] : [{ at, first, last, minutes }],
      )
      .sort((a, b) => a.at - b.at);
    return [id, { beats, pauses: pausesIn(beats, scope) }];
  });
  return new Map(each);
}

/** Seconds between its records for as long as the pause on one side of it, where fewer come at night. */
function besides(beats: Beaten['beats'], length: number): number {
  return length / Math.max(1, sumOf(beats.map(({ minutes }) => minutes)));
}

/** Seconds between its records around a pause: by the side on which fewer came. */
export function betweenAround({ beats }: Beaten, { from, to }: Pause): number {
  const length = to - from;
  const before = beats.filter(({ first, last }) => first < from && last > from - length);
  const after = beats.filter(({ first }) => first >= to && first < to + length);
  const since = Math.min(...before.map(({ first }) => first));
  const until = Math.max(...after.map(({ last }) => last));
  return Math.max(MINUTE, besides(before, from - since), besides(after, until - to));
}
