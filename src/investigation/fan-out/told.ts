/** What several sources tell beside their rows, as what one would tell. */
import type { QueryResult, Scan } from '../../query/engine.ts';
import { total } from '../../query/sums.ts';
import { MAX_SAMPLES } from '../../record/malformed.ts';
import type { Answered } from './ask.ts';
import { sharedNotes } from './notes.ts';

/** They were scanned at the same time. */
export function scanOf(answers: readonly Answered[]): Scan {
  const scans = answers.map(({ result }) => result.scan);
  return {
    queries: scans.reduce((sum, { queries }) => sum + queries, 0),
    bytes: total(scans.map(({ bytes }) => bytes)),
    records: total(scans.map(({ records }) => records)),
    estimatedUsd: total(scans.map(({ estimatedUsd }) => estimatedUsd)),
    milliseconds: Math.max(0, ...scans.map(({ milliseconds }) => milliseconds)),
  };
}

function malformedOf(answers: readonly Answered[]): QueryResult<unknown>['malformed'] {
  const each = answers.map(({ result }) => result.malformed);
  return {
    count: each.reduce((sum, { count }) => sum + count, 0),
    samples: each.flatMap(({ samples }) => samples).slice(0, MAX_SAMPLES),
  };
}

/** When the oldest was asked, where all of them are from memory. */
export function remembered(answers: readonly Answered[]): Pick<QueryResult<unknown>, 'askedAt'> {
  const times = answers.flatMap(({ result }) => result.askedAt ?? []);
  return times.length > 0 && times.length === answers.length ? { askedAt: Math.min(...times) } : {};
}

/** What they tell beside their rows. */
export function told(
  answers: readonly Answered[],
): Omit<QueryResult<unknown>, 'rows' | 'cutOff' | 'askedAt'> {
  const remarks = answers.map(({ source, result }) => ({ source, notes: result.notes }));
  return {
    scan: scanOf(answers),
    malformed: malformedOf(answers),
    notes: sharedNotes(remarks),
  };
}
