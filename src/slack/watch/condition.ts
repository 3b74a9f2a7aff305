/** Whether what somebody waits for is so. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { WatchCondition } from '../../diagnosis/watch-condition.ts';
import { SEVERITY } from '../../present/severity.ts';

const MEASURES: ReadonlySet<string> = new Set(['bytes', 'packets', 'count', 'share']);

/** The largest value of the first column that measures something; null where there is no such list. */
function largest({ columns, rows }: Diagnosis, unit: string | null): number | null {
  const column = columns?.find((one) => (unit === null ? MEASURES.has(one.unit) : one.unit === unit));
  if (!column || !rows) return null;
  return rows.reduce((most, { [column.key]: value }) => Math.max(most, Number(value ?? 0)), 0);
}

/** Null where it cannot be told: what was so before is taken to be so still. */
export function isSo(condition: WatchCondition, diagnosis: Diagnosis): boolean | null {
  const { verdict } = diagnosis;
  const severity = SEVERITY[verdict];
  switch (condition.kind) {
    case 'change':
      return null;
    case 'over': {
      const value = largest(diagnosis, condition.unit);
      return value === null ? null : value > condition.value;
    }
    case 'verdict':
      if (verdict === condition.verdict) return true;
      return severity === 'open' || severity === 'list' ? null : false;
    case 'rejected':
    case 'not-healthy': {
      if (severity === 'open' || severity === 'list') return null;
      return severity === 'blocked' || (condition.kind === 'not-healthy' && severity === 'look');
    }
  }
}

/** Whether an answer of this kind can ever tell. */
export function canTell(condition: WatchCondition, diagnosis: Diagnosis): boolean {
  const isList = ['listing', 'detections'].includes(diagnosis.verdict);
  return condition.kind === 'over' ? largest(diagnosis, condition.unit) !== null : !isList;
}
