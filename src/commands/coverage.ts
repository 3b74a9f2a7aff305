/** `coverage [subject]`: who is logged, by which flow logs, and what is missing. */
import { flowLogCoverage } from '../analyzers/flow-log-coverage.ts';
import type { QuestionVerb } from './verb.ts';

export const coverage: QuestionVerb = {
  kind: 'question',
  name: 'coverage',
  summary: 'Which network interfaces are logged, by which flow logs and how well, and what is missing',
  usage: 'coverage [subject] [last …] [in …] [fresh]',
  examples: [
    'coverage',
    'coverage 10.0.1.5',
    'coverage vpc-0a1b2c3d last 24h',
    'coverage subnet-0a1b2c3d4e5f60718',
  ],
  subjects: { min: 0, max: 1 },
  clauses: ['window', 'in', 'fresh'],
  analyzers: [flowLogCoverage],
};
