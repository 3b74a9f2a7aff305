/** What is asked to compare two windows, and the changes that the answers show. */
import { holdersOf } from '../../network/find/address-holder.ts';
import type { Scope } from '../analyzer.ts';
import { type CoverageRow, coverageQuery, newest } from '../coverage.ts';
import { type Change, changesIn } from './change.ts';
import { crowded } from './crowds.ts';
import { type FoldedRows, foldedQueries, unfolded } from './folded.ts';
import { watched } from './presence.ts';
import { seenIn, type TrafficRow, trafficQuery } from './traffic.ts';
import { bothWindows, type Compared, slotSeconds, slotsOf } from './windows.ts';

/** AWS's shortest, and what interfaces on Nitro instances always keep to (VPC User Guide, "Aggregation interval"). Seconds. */
const SHORTEST_AGGREGATION = 60;

function aggregationOf({ flowLogs }: Scope): number {
  return Math.max(
    SHORTEST_AGGREGATION,
    ...(flowLogs ?? []).map(({ aggregationInterval }) => aggregationInterval),
  );
}

function widthOf(scope: Scope): number {
  const { before, after } = bothWindows(scope.request);
  return slotSeconds([before, after], aggregationOf(scope));
}

export function comparisonQueries(scope: Scope) {
  const { before, after } = bothWindows(scope.request);
  const width = widthOf(scope);
  return {
    before: trafficQuery(scope, before, width),
    after: trafficQuery(scope, after, width),
    coverageBefore: coverageQuery(before),
    coverageAfter: coverageQuery(after),
  };
}

interface RowsOf<Row> {
  readonly rows: readonly Row[];
  readonly cutOff: boolean;
}

export interface FirstRows {
  readonly before: RowsOf<TrafficRow>;
  readonly after: RowsOf<TrafficRow>;
  readonly coverageBefore: RowsOf<CoverageRow>;
  readonly coverageAfter: RowsOf<CoverageRow>;
}

function isCut({ before, after }: FirstRows): boolean {
  return before.cutOff || after.cutOff;
}

/** Both windows again without the clients' ports, where one of them has more connections than a list takes. */
export function foldedComparison(first: FirstRows, scope: Scope) {
  const { before, after } = bothWindows(scope.request);
  const earlier = foldedQueries(scope, before, widthOf(scope), isCut(first));
  const later = foldedQueries(scope, after, widthOf(scope), isCut(first));
  return {
    toBefore: earlier.to,
    fromBefore: earlier.from,
    restBefore: earlier.rest,
    toAfter: later.to,
    fromAfter: later.from,
    restAfter: later.rest,
  };
}

export interface ComparedRows extends FirstRows {
  readonly toBefore: FoldedRows['to'];
  readonly fromBefore: FoldedRows['from'];
  readonly restBefore: FoldedRows['rest'];
  readonly toAfter: FoldedRows['to'];
  readonly fromAfter: FoldedRows['from'];
  readonly restAfter: FoldedRows['rest'];
}

/** The traffic of both windows: connection by connection, or without the clients' ports where those lists were cut off. */
function trafficOf(rows: ComparedRows): Pick<FirstRows, 'before' | 'after'> {
  if (!isCut(rows)) return rows;
  return {
    before: unfolded({ to: rows.toBefore, from: rows.fromBefore, rest: rows.restBefore }),
    after: unfolded({ to: rows.toAfter, from: rows.fromAfter, rest: rows.restAfter }),
  };
}

/** The windows as far as records reach: what began less than an aggregation interval before the newest record may still be on its way. */
function reached(scope: Scope, coverage: readonly CoverageRow[]): Compared {
  const { before, after } = bothWindows(scope.request);
  const width = widthOf(scope);
  const until = newest(coverage);
  const isWhole = until === null || until >= after.end;
  const end = isWhole ? after.end : Math.floor((until - SHORTEST_AGGREGATION) / width) * width;
  return { before, after: { start: after.start, end: Math.min(after.end, end) }, slotSeconds: width };
}

export interface Comparison {
  /** The most telling first. */
  readonly changes: readonly Change[];
  readonly compared: Compared;
  /** Some traffic was left out of a list. */
  readonly cutOff: boolean;
  readonly isSeen: boolean;
}

export function comparison(rows: ComparedRows, scope: Scope): Comparison {
  const compared = reached(scope, rows.coverageAfter.rows);
  const { before, after, slotSeconds: width } = compared;
  const starts = { before: slotsOf(before, width), after: slotsOf(after, width) };
  const traffic = trafficOf(rows);
  // A record that began before a window is the other one's, though it reaches into it.
  const all = [
    ...seenIn('before', traffic.before.rows).filter(
      ({ first }) => first >= before.start && first < before.end,
    ),
    ...seenIn('after', traffic.after.rows).filter(({ first }) => first >= after.start),
  ];
  const { network } = scope;
  const isKnown = (address: string) => network !== null && holdersOf(network, address).length > 0;
  const changes = changesIn(all, {
    isKnown,
    counted: {
      slots: starts,
      seconds: { before: before.end - before.start, after: after.end - after.start },
    },
    slots: { before: starts.before.length, after: starts.after.length },
    cutOff: { before: traffic.before.cutOff, after: traffic.after.cutOff },
    watched: {
      before: watched({ ...rows.coverageBefore, until: before.start }),
      // An interface that fell silent early in the later window may have been deleted, or no longer be logged.
      after: watched({ ...rows.coverageAfter, until: after.start + (after.end - after.start) / 2 }),
    },
  });
  return {
    changes: crowded(changes, isKnown),
    compared,
    cutOff: traffic.before.cutOff || traffic.after.cutOff,
    isSeen: all.length > 0,
  };
}
