/** What a scan could see, and what it says where no detector found anything. */
import { count, groups } from '../query/flow-query.ts';
import { NEVER } from '../query/predicate.ts';
import type { Request } from '../query/request.ts';
import { sumOf } from '../query/sums.ts';
import { defineAnalyzer } from './analyzer.ts';
import { askedWords } from './asked-words.ts';
import { coverageOf, coverageQuery } from './coverage.ts';
import { type Asked, asked } from './subject.ts';

/** Seconds. */
const DAY = 86_400;

/** Of the records of the window, those of what is asked about; asks nothing where that is all of them. */
function ofItQuery({ request, network }: Asked) {
  const isAll = askedWords(request) === '';
  return groups({
    window: request.window,
    where: isAll ? NEVER : asked({ request, network }),
    columns: {},
    measures: { records: count() },
    limit: 1,
  });
}

function records(number: number): string {
  return `${number.toLocaleString('en')} ${number === 1 ? 'record' : 'records'}`;
}

interface Seen {
  /** Records in the window, and how many of them are of what is asked about. */
  readonly inAll: number;
  readonly ofIt: number;
}

function saidOfNothing(request: Request, { inAll, ofIt }: Seen): { summary: string; nextCheck: string } {
  const of = askedWords(request);
  const nextCheck = 'Ask `coverage` whether flow logs are written.';
  if (inAll === 0)
    return { summary: 'There are no records in this time, so nothing can be said about it', nextCheck };
  if (ofIt === 0)
    return {
      summary: `No record of this time is${of}, so nothing can be said about it (${records(inAll)} of others)`,
      nextCheck,
    };
  const isShort = request.window.end - request.window.start < DAY;
  return {
    summary: `Nothing suspicious was found in ${records(ofIt)}${of}`,
    nextCheck: isShort
      ? 'Nothing to do. Beacons, slow uploads and long connections need a day of records: `scan last 24h`.'
      : 'Nothing to do.',
  };
}

export const scanned = defineAnalyzer({
  id: 'scanned',
  title: 'What was scanned',
  summary: 'How much of the traffic a scan could see.',
  needs: ({ request, network }) => ({
    coverage: coverageQuery(request.window),
    ofIt: ofItQuery({ request, network }),
  }),
  follow: () => ({}),
  analyze({ coverage, ofIt }, { request }) {
    const inAll = sumOf(coverage.rows.map((row) => row.records));
    const isAll = askedWords(request) === '';
    const seen = { inAll, ofIt: isAll ? inAll : sumOf(ofIt.rows.map((row) => row.records)) };
    return {
      findings: [
        {
          verdict: seen.ofIt === 0 ? 'logs-incomplete' : 'detections',
          confidence: seen.ofIt === 0 ? 0.5 : 0.8,
          ...saidOfNothing(request, seen),
          blocker: null,
          evidence: [],
        },
      ],
      coverage: coverageOf(coverage.rows, [coverage]),
    };
  },
});
