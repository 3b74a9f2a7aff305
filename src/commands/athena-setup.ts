/** `athena-setup [flow log | subject]`: the table that lets Athena read what a flow log delivers to S3. */
import { athenaTable } from '../analyzers/athena-setup.ts';
import type { QuestionVerb } from './verb.ts';

export const athenaSetup: QuestionVerb = {
  kind: 'question',
  name: 'athena-setup',
  summary: 'The table that lets Athena read a flow log’s files: statements to read and run yourself',
  usage: 'athena-setup [fl-… | subject] [firehose] [in …]',
  examples: [
    'athena-setup',
    'athena-setup fl-0a1b2c3d4e5f60718',
    'athena-setup 10.0.1.5',
    'athena-setup firehose',
  ],
  subjects: { min: 0, max: 1 },
  clauses: ['flow-log', 'in'],
  analyzers: [athenaTable],
};
