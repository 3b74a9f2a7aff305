/** What of the truth an answer could see, and what it took to see it: put together from what analyzers, sources and engines tell. */
import type { Conclusion, Coverage } from '../analyzers/analyzer.ts';
import type { Completeness, Cost } from '../diagnosis/diagnosis.ts';
import { keptBy } from '../network/find/flow-log-cover.ts';
import type { QueryResult } from '../query/engine.ts';
import type { Request } from '../query/request.ts';
import { total } from '../query/sums.ts';
import { MAX_SAMPLES } from '../record/malformed.ts';
import type { FlowLogSettings, NetworkReading } from './source.ts';

type Result = QueryResult<unknown>;

const NO_COVERAGE: Coverage = {
  completeUntil: null,
  skipData: { records: 0, interfaces: [] },
  interfacesNotLogged: [],
  cutOff: false,
  notes: [],
};

/** Files report the same malformed lines with every query, so the fullest report stands for all. */
function malformedOf(results: readonly Result[]): Completeness['malformed'] {
  const [first, ...rest] = results.map(({ malformed }) => malformed);
  const fullest = rest.reduce((most, one) => (one.count > (most?.count ?? 0) ? one : most), first);
  return { count: fullest?.count ?? 0, samples: fullest?.samples.slice(0, MAX_SAMPLES) ?? [] };
}

function keptIn({ flowLogs, differ }: FlowLogSettings): Completeness['keeps'] {
  return (differ ? null : keptBy((flowLogs ?? []).filter(({ active }) => active))) ?? 'unknown';
}

export function completenessOf(
  request: Request,
  conclusions: readonly Conclusion[],
  settings: FlowLogSettings,
  reading: NetworkReading | undefined,
  results: readonly Result[],
): Completeness {
  const coverages = conclusions.flatMap(({ coverage }) => coverage ?? []);
  const until = coverages.map(({ completeUntil }) => completeUntil).filter((one) => one !== null);
  const begun = coverages.flatMap(({ recordsFrom }) => recordsFrom ?? []);
  const [coverage = NO_COVERAGE] = coverages;
  const notes = [
    ...settings.notes,
    ...(reading?.notes ?? []),
    ...conclusions.flatMap(({ coverage, notes: own = [] }) => [...(coverage?.notes ?? []), ...own]),
    ...results.flatMap((one) => one.notes),
  ];
  return {
    window: request.window,
    ...(begun.length === 0 ? {} : { recordsFrom: Math.min(...begun) }),
    completeUntil: until.length === 0 ? null : Math.min(...until),
    skipData: coverage.skipData,
    keeps: keptIn(settings),
    rowsReturned: results.reduce((sum, { rows }) => sum + rows.length, 0),
    cutOff: coverages.some(({ cutOff }) => cutOff),
    interfacesNotLogged: [...new Set(coverages.flatMap((one) => one.interfacesNotLogged))],
    // Where nothing was read, they are neither from files nor of a moment.
    ...(reading && !(reading.failed && reading.readAt === null) ? { rulesReadAt: reading.readAt } : {}),
    malformed: malformedOf(results),
    notes: [...new Set(notes)],
  };
}

export function costOf(results: readonly Result[], apiCalls: number, milliseconds: number): Cost {
  const before = results.flatMap(({ askedAt }) => askedAt ?? []);
  return {
    bytesScanned: total(results.map(({ scan }) => scan.bytes)),
    queries: results.reduce((sum, { scan }) => sum + scan.queries, 0),
    estimatedUsd: total(results.map(({ scan }) => scan.estimatedUsd)),
    cached: before.length > 0 && before.length === results.length,
    ...(before.length > 0 ? { cachedAt: Math.min(...before) } : {}),
    apiCalls,
    milliseconds: Math.round(milliseconds),
  };
}
