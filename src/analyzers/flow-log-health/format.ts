/** Fields that records always had and have no more: somebody made the flow log anew with another format, or a pipeline drops them. */
import { subjectWords } from '../../diagnosis/detection.ts';
import { field, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, type RowOf } from '../../query/flow-query.ts';
import { present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { FIELDS, type FieldKey } from '../../record/fields.ts';
import type { Detected } from '../detection/detector.ts';
import { listed } from '../flow-logs/phrases.ts';
import { type HealthScope, sourceSubject } from './parameters.ts';

const HOUR = 3600;
/** Among fewer records a field may be missing by chance, as where all are UDP. */
const ENOUGH = 200;
/** What has been missing for so long is the format by now. */
const NEWS = 24 * HOUR;

/** Those that answers lean on and that have few values, so that counting them costs little. */
const WATCHED = ['tcpFlags', 'flowDirection', 'subnetId'] as const satisfies readonly FieldKey[];
type Watched = (typeof WATCHED)[number];

export function formatQuery(window: Window) {
  return groups({
    window,
    where: present('srcAddr'),
    columns: { hour: slot('start', HOUR) },
    measures: {
      records: count(),
      tcpFlags: countDistinct(field('tcpFlags')),
      flowDirection: countDistinct(field('flowDirection')),
      subnetId: countDistinct(field('subnetId')),
    },
    orderBy: [{ by: 'hour' }],
    limit: 1000,
  });
}

type FormatRow = RowOf<ReturnType<typeof formatQuery>>;

/** When a field was there last, as far as the hours before the newest tell, or what is remembered. */
function lastSeen(key: Watched, rows: readonly FormatRow[], { detecting }: HealthScope): number {
  const hours = rows.flatMap((row) => (row[key] > 0 && row.hour !== null ? [row.hour + HOUR] : []));
  return Math.max(0, ...hours, detecting.history?.acquaintance('field', key)?.last ?? 0);
}

export function fieldsSeen(rows: readonly FormatRow[]) {
  return WATCHED.flatMap((key) => {
    const hours = rows.flatMap((row) => (row[key] > 0 && row.hour !== null ? [row.hour] : []));
    return hours.length === 0 ? [] : [{ kind: 'field', key, at: Math.max(...hours) }];
  });
}

export function lostFields(
  rows: readonly FormatRow[],
  scope: HealthScope,
): readonly Omit<Detected, 'benign'>[] {
  const newest = rows.findLast(({ records }) => records >= ENOUGH);
  if (!newest || newest.hour === null) return [];
  const { window } = scope.request;
  const lost = WATCHED.flatMap((key) => {
    const since = lastSeen(key, rows, scope);
    const isGone = newest[key] === 0 && since > 0 && since >= window.end - NEWS;
    return isGone ? [{ name: FIELDS[key].name, since }] : [];
  });
  if (lost.length === 0) return [];
  const subject = sourceSubject(scope);
  const names = listed(lost.map(({ name }) => name));
  return [
    {
      subject,
      class: 'format',
      severity: 'medium',
      level: 1,
      size: lost.length,
      measured: {
        ...{ what: 'fields that records had until then', value: lost.length, unit: 'count', normal: 0 },
        basis: 'the records of the last day',
      },
      first: Math.max(...lost.map(({ since }) => since)),
      last: window.end,
      packets: 0,
      ongoing: true,
      unseen: [`Answers that lean on ${names} are less sure from now on.`],
      others: [],
      ask: 'coverage',
      confidence: 0.85,
      summary: `Records of ${subjectWords(subject)} no longer have ${names}, which they had until now: the format of the flow log was changed`,
      evidence: [
        { kind: 'absence', lookedFor: names, where: `${newest.records.toLocaleString('en')} records` },
      ],
      nextCheck:
        'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId, CreationTime, LogFormat]" --output table',
    },
  ];
}
