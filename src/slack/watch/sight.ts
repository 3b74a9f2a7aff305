/** What a watch keeps of an answer: enough to tell whether the next one is another. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { WatchCondition } from '../../diagnosis/watch-condition.ts';
import type { Sight } from '../../store/watches.ts';
import { isSo } from './condition.ts';

/** `acl-0a1b2c3d outbound rule *`; null where nothing is named. */
function blockerOf({ blocker }: Diagnosis): string | null {
  if (!blocker) return null;
  const { kind, id, direction, rule } = blocker;
  return [id ?? kind, direction, ...(rule === undefined ? [] : [`rule ${rule}`])].join(' ');
}

/** What is waited for, and whether it is so; what cannot be told is as it was before. */
function waiting(diagnosis: Diagnosis, when: WatchCondition | undefined, wasMet: boolean) {
  if (when === undefined || when.kind === 'change') return {};
  return { when, isMet: isSo(when, diagnosis) ?? wasMet };
}

export function firstSight(diagnosis: Diagnosis, when?: WatchCondition, wasMet = false): Sight {
  const { verdict, summary } = diagnosis;
  return {
    ...{ verdict, summary, blocker: blockerOf(diagnosis), asked: 0, failed: 0, changes: 0 },
    ...waiting(diagnosis, when, wasMet),
  };
}

/** Another verdict, or the same by another rule. Its words may differ all the time: they hold counts. */
export function isAnother(seen: Sight, diagnosis: Diagnosis): boolean {
  const { when, isMet = false } = seen;
  if (when && when.kind !== 'change') return (isSo(when, diagnosis) ?? isMet) !== isMet;
  return seen.verdict !== diagnosis.verdict || seen.blocker !== blockerOf(diagnosis);
}

export function nextSight(seen: Sight, diagnosis: Diagnosis): Sight {
  return {
    ...firstSight(diagnosis, seen.when, seen.isMet),
    asked: seen.asked + 1,
    failed: seen.failed,
    changes: seen.changes + (isAnother(seen, diagnosis) ? 1 : 0),
  };
}

/** What could not be answered changes nothing of what was seen. */
export function failedSight(seen: Sight): Sight {
  return { ...seen, asked: seen.asked + 1, failed: seen.failed + 1 };
}
