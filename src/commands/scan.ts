/** `scan [subject]`: every detector over a time that has passed. */
import { DETECTORS } from '../analyzers/detectors.ts';
import { concludeScan } from '../analyzers/scan/listing.ts';
import { scanned } from '../analyzers/scanned.ts';
import type { QuestionVerb } from './verb.ts';

export const scan: QuestionVerb = {
  kind: 'question',
  name: 'scan',
  summary: 'Scans, brute force, beacons, floods, exposed ports and gaps in the logs',
  usage: 'scan [subject] [port …] [proto …] [from …] [to …] [last …] [in …] [as csv|parquet] [fresh]',
  examples: ['scan', 'scan last 24h', 'scan 10.0.1.5 last 24h', 'scan vpc-0a1b2c3d since 08:00'],
  subjects: { min: 0, max: 1 },
  clauses: ['port', 'proto', 'from', 'to', 'window', 'in', 'as', 'fresh'],
  analyzers: [...DETECTORS, scanned],
  conclude: concludeScan,
  detects: true,
  more: [
    'Beacons, long connections and slow uploads take hours of records: `scan last 24h`.',
    ...DETECTORS.map(({ id, summary }) => `\`${id}\`: ${summary}`),
  ],
};
