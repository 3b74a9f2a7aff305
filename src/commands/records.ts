/** `records [subject]`: the records themselves, in the answer or as a file. */
import { recordsListing } from '../analyzers/records-listing.ts';
import type { QuestionVerb } from './verb.ts';

export const records: QuestionVerb = {
  kind: 'question',
  name: 'records',
  summary: 'The flow log records themselves, the newest first, also as a file',
  usage:
    'records [subject] [port …] [proto …] [from …] [to …] [accept|reject] [top 50] [last …] [in …] [as csv|parquet] [fresh]',
  examples: [
    'records 10.0.1.5 reject',
    'records 10.0.1.5 port 443 last 2h as csv',
    'records from 10.0.1.5 to 10.0.2.9 as parquet',
  ],
  subjects: { min: 0, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'action', 'window', 'top', 'in', 'as', 'fresh'],
  analyzers: [recordsListing],
};
