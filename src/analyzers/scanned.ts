/** What a scan could see, and what it says where no detector found anything. */
import type { Coverage } from './analyzer.ts';
import { defineAnalyzer } from './analyzer.ts';
import { coverageOf, coverageQuery } from './coverage.ts';

export const scanned = defineAnalyzer({
  id: 'scanned',
  title: 'What was scanned',
  summary: 'How much of the traffic a scan could see.',
  needs: ({ request }) => ({ coverage: coverageQuery(request.window) }),
  follow: () => ({}),
  analyze({ coverage }) {
    const seen: Coverage = coverageOf(coverage.rows, [coverage]);
    const records = coverage.rows.reduce((total, row) => total + row.records, 0);
    return {
      findings: [
        {
          verdict: records === 0 ? 'logs-incomplete' : 'detections',
          confidence: records === 0 ? 0.5 : 0.8,
          summary:
            records === 0
              ? 'There are no records in this time, so nothing can be said about it'
              : `Nothing suspicious was found in ${records.toLocaleString('en')} records`,
          blocker: null,
          evidence: [],
          nextCheck:
            records === 0
              ? 'Ask `coverage` whether flow logs are written.'
              : 'Nothing to do. Beacons, slow uploads and long connections need a day of records: `scan last 24h`.',
        },
      ],
      coverage: seen,
    };
  },
});
