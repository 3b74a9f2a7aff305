/** `timeline`: what was accepted and what was rejected over time, one bar a bin. */
import type { Chart, ListingColumn } from '../diagnosis/diagnosis.ts';
import { field, slot } from '../query/expression.ts';
import { count, groups, max, min, sum } from '../query/flow-query.ts';
import { ALWAYS, all, between, equals, present } from '../query/predicate.ts';
import { defineAnalyzer, type Scope } from './analyzer.ts';
import { askedWords } from './asked-words.ts';
import { skippedOf } from './coverage.ts';
import { onlyKept } from './only-kept.ts';
import { askedOneWay } from './subject.ts';
import { type Bins, binStarts, binsOf, binsWindow } from './timeline/bins.ts';
import {
  type Known,
  longRecords,
  type Series,
  seriesOf,
  type TimelineMeasure,
  totalOf,
} from './timeline/series.ts';
import { sentenceOf, standingOut } from './timeline/stands-out.ts';

export const TIMELINE_MEASURES = ['flows', 'packets', 'bytes'] as const satisfies readonly TimelineMeasure[];

const UNITS = { flows: 'count', packets: 'packets', bytes: 'bytes' } as const satisfies Record<
  TimelineMeasure,
  ListingColumn['unit']
>;
const TITLES = { flows: 'Records', packets: 'Packets', bytes: 'Bytes' } as const;

/** Bins, times two for the action, times the few bins in which their records end. */
const MOST_GROUPS = 5000;

function measureOf({ request }: Pick<Scope, 'request'>): TimelineMeasure {
  return TIMELINE_MEASURES.find((name) => name === request.by) ?? 'flows';
}

/** The longest aggregation interval of the flow logs that are active, seconds; null where it is not known. */
function intervalOf({ flowLogs }: Pick<Scope, 'flowLogs'>): number | null {
  const intervals = (flowLogs ?? []).flatMap(({ active, aggregationInterval }) =>
    active ? [aggregationInterval] : [],
  );
  return intervals.length === 0 ? null : Math.max(...intervals);
}

function binsFor(scope: Scope): Bins {
  return binsOf(scope.request.window, intervalOf(scope));
}

function needs(scope: Scope) {
  const bins = binsFor(scope);
  const window = binsWindow(bins);
  return {
    /** Records that begin before the first bin would all stand in it, so they are left out. */
    traffic: groups({
      window,
      where: all(
        present('packets'),
        between(field('start'), window.start, window.end - 1),
        askedOneWay(scope),
      ),
      columns: {
        at: slot('start', bins.width),
        until: slot('end', bins.width),
        action: field('action'),
      },
      measures: { bytes: sum(field('bytes')), packets: sum(field('packets')), flows: count() },
      orderBy: [{ by: 'at' }],
      limit: MOST_GROUPS,
    }),
    /** Silence is known only between the oldest and the newest record of all. */
    written: groups({
      window,
      where: ALWAYS,
      columns: {},
      measures: { records: count(), first: min(field('start')), last: max(field('end')) },
      limit: 1,
    }),
    skipped: groups({
      window,
      where: equals(field('logStatus'), 'SKIPDATA'),
      columns: { interfaceId: field('interfaceId'), at: slot('start', bins.width) },
      measures: { records: count() },
      limit: MOST_GROUPS,
    }),
  };
}

function knownOf(written: { first: number | null; last: number | null } | undefined): Known | null {
  if (!written || written.first === null || written.last === null) return null;
  return { from: written.first, until: written.last };
}

function chartOf({ accepted, rejected }: Series, bins: Bins, scope: Scope): Chart {
  const measure = measureOf(scope);
  const only = onlyKept(scope);
  const both: Chart['series'] = [
    { name: 'accepted', role: 'accepted', values: accepted },
    { name: 'rejected', role: 'rejected', values: rejected },
  ];
  return {
    title: `${TITLES[measure]}${askedWords(scope.request)} over time`,
    unit: UNITS[measure],
    start: bins.start,
    binSeconds: bins.width,
    series: both.filter(({ name }) => only === undefined || name === only),
    marks: standingOut({ accepted, rejected }, bins),
  };
}

function listingOf({ accepted, rejected }: Series, bins: Bins, scope: Scope) {
  const [measure, only] = [measureOf(scope), onlyKept(scope)];
  const unit = UNITS[measure];
  const columns: readonly ListingColumn[] = [
    { key: 'at', title: 'From', unit: 'time' },
    { key: 'accepted', title: `Accepted ${TITLES[measure].toLowerCase()}`, unit },
    { key: 'rejected', title: `Rejected ${TITLES[measure].toLowerCase()}`, unit },
  ];
  const rows = binStarts(bins).map((at, index) => ({
    at,
    accepted: only === 'rejected' ? null : (accepted[index] ?? null),
    rejected: only === 'accepted' ? null : (rejected[index] ?? null),
  }));
  return { columns, rows };
}

function minutes(seconds: number): string {
  if (seconds < 3600) return `${seconds / 60} min`;
  return seconds < 86_400 ? `${seconds / 3600} h` : `${seconds / 86_400} d`;
}

function notesOf(bins: Bins, { long, all: records }: { long: number; all: number }, skippedBins: number) {
  const each = `Each bar is ${minutes(bins.width)}, and a record counts in the bar in which it begins.`;
  return [
    long > 0
      ? `${each} ${Math.max(1, Math.round((long / records) * 100))} % of the records last longer than a bar, so part of their traffic belongs to later bars.`
      : each,
    ...(skippedBins > 0
      ? [`AWS skipped records in ${skippedBins} of ${bins.count} bars: those may be too low.`]
      : []),
    'Bars just before the records end may still grow, as interfaces deliver at different times.',
  ];
}

function nextCheckOf(series: Series, { request }: Scope): string {
  if (totalOf(series.rejected) > 0)
    return request.subjects.length > 0
      ? 'Ask `reject` with the same subject to see what rejects it.'
      : 'Ask `top reject by flows` to see whose traffic is rejected.';
  if (totalOf(series.accepted) > 0) return 'Ask `top` with the same words to see who moves it.';
  return 'Widen the window with `last 24h`, or ask `coverage` whether this is logged at all.';
}

export const timeline = defineAnalyzer({
  id: 'timeline',
  title: 'Timeline',
  summary: 'When traffic was accepted and rejected, and when that began or ended.',
  needs,
  follow: () => ({}),
  analyze({ traffic, written, skipped }, scope) {
    const bins = binsFor(scope);
    const measure = measureOf(scope);
    const known = knownOf(written.rows[0]);
    const series = seriesOf(traffic.rows, bins, measure, known);
    const summary =
      known === null
        ? 'There is no record at all in this window, so nothing can be said about it'
        : sentenceOf(series, askedWords(scope.request), onlyKept(scope));
    return {
      findings: [
        {
          verdict: 'listing',
          confidence: 1,
          summary,
          blocker: null,
          evidence: [],
          nextCheck: nextCheckOf(series, scope),
        },
      ],
      listing: listingOf(series, bins, scope),
      chart: chartOf(series, bins, scope),
      coverage: {
        completeUntil: known?.until ?? null,
        skipData: skippedOf(skipped.rows),
        interfacesNotLogged: [],
        cutOff: traffic.cutOff,
        notes: notesOf(bins, longRecords(traffic.rows, bins), new Set(skipped.rows.map(({ at }) => at)).size),
      },
    };
  },
});
