/** Records that AWS itself lost (SKIPDATA), and interfaces that all write no traffic at all (NODATA). */

import { subjectWords } from '../../diagnosis/detection.ts';
import { field, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, type RowOf, sum } from '../../query/flow-query.ts';
import { isOneOf } from '../../query/predicate.ts';
import { sumOf } from '../../query/sums.ts';
import type { Window } from '../../query/window.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { MOST_ROWS, paceOf, type Writer } from '../detection/writers.ts';
import { counted, listed } from '../flow-logs/phrases.ts';
import { type HealthScope, sourceSubject } from './parameters.ts';

/** Above, answers of these interfaces cannot be believed at all. */
const GRAVE_SHARE = 0.1;
const FEWEST_IDLE = 3;

export function statusQuery(window: Window) {
  return groups({
    window,
    where: isOneOf(field('logStatus'), ['SKIPDATA', 'NODATA']),
    columns: { interfaceId: field('interfaceId'), status: field('logStatus') },
    measures: {
      records: count(),
      minutes: countDistinct(slot('start', 60)),
      starts: sum(field('start')),
      ends: sum(field('end')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'records', descending: true }],
    limit: MOST_ROWS,
  });
}

type StatusRow = RowOf<ReturnType<typeof statusQuery>>;

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function evidenceOf(rows: readonly StatusRow[]): Detected['evidence'] {
  return rows.flatMap(({ interfaceId, status, first, last, records }) =>
    status === null ? [] : [{ kind: 'status' as const, interfaceId, status, first, last, records }],
  );
}

/** Minutes that the records stand for: one of ten minutes says that something was lost in any of them. */
function minutesIn({ minutes, records, starts, ends }: StatusRow): number {
  return Math.max(minutes, (ends - starts + records) / 60);
}

export function skipped(
  rows: readonly StatusRow[],
  writers: readonly Writer[],
  scope: HealthScope,
): readonly Omit<Detected, 'benign'>[] {
  const lost = rows.filter(({ status }) => status === 'SKIPDATA');
  const idle = sumOf(rows.flatMap((row) => (row.status === 'NODATA' ? minutesIn(row) : [])));
  const all = sumOf(writers.map((writer) => (writer.minutes * paceOf(writer)) / 60));
  const share = sumOf(lost.map(minutesIn)) / Math.max(1, all);
  const records = sumOf(lost.map((row) => row.records));
  const { skippedShare, skippedRecords } = scope.parameters;
  const ids = lost.flatMap(({ interfaceId }) => interfaceId ?? []);
  if (lost.length === 0) return [];
  const subject = sourceSubject(scope);
  return [
    {
      subject,
      class: 'skipdata',
      severity: share >= GRAVE_SHARE ? 'high' : 'medium',
      level: Math.min(share / skippedShare, records / skippedRecords),
      size: lost.length,
      measured: {
        ...{ what: 'share of the minutes in which AWS lost records', value: share, unit: 'share', normal: 0 },
        basis: `AWS writes SKIPDATA only when it loses records; NODATA, which is harmless, is ${percent(idle / Math.max(1, all))}`,
      },
      first: Math.min(...lost.map(({ first }) => first ?? scope.request.window.end)),
      last: Math.max(...lost.map(({ last }) => last ?? scope.request.window.start)),
      packets: 0,
      ongoing: lost.some(({ last }) => goesOn(last ?? 0, scope.request.window.end)),
      unseen: [
        `One SKIPDATA record can stand for many that were lost: what ${listed(ids)} did in those minutes is known in part only.`,
      ],
      others: [],
      ask: 'coverage',
      confidence: 0.95,
      summary: `AWS lost records of ${counted(lost.length, 'network interface')} of ${subjectWords(subject)} in ${percent(share)} of the minutes (SKIPDATA), so answers about ${lost.length === 1 ? 'it' : 'them'} are incomplete`,
      evidence: evidenceOf(lost),
      nextCheck:
        'See whether those interfaces carry far more flows than the others; if it lasts, ask AWS Support, as the loss is within AWS.',
    },
  ];
}

/** Every interface writes, and none has any traffic: either nothing runs, or the traffic goes another way. */
export function allIdle(
  rows: readonly StatusRow[],
  writers: readonly Writer[],
  scope: HealthScope,
): readonly Omit<Detected, 'benign'>[] {
  const idle = rows.filter(({ status }) => status === 'NODATA');
  const records = sumOf(writers.map((writer) => writer.records));
  if (idle.length < FEWEST_IDLE || sumOf(idle.map((row) => row.records)) < records) return [];
  const subject = sourceSubject(scope);
  const { window } = scope.request;
  return [
    {
      subject,
      class: 'nodata',
      severity: 'medium',
      level: 1,
      size: idle.length,
      measured: {
        ...{ what: 'share of records without traffic', value: 1, unit: 'share', normal: null },
        basis: 'some interface nearly always has traffic',
      },
      ...{ first: window.start, last: window.end, packets: 0, ongoing: true, unseen: [], others: [] },
      ask: 'coverage',
      confidence: 0.7,
      summary: `None of the ${idle.length} network interfaces of ${subjectWords(subject)} that write records had any traffic: all of them are NODATA`,
      evidence: evidenceOf(idle),
      nextCheck: 'Check that these are the interfaces that your traffic goes through: `coverage`.',
    },
  ];
}
