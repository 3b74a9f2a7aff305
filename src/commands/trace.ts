/** `trace <source> <destination> [port]`: what becomes of traffic between two ends, and what stops it. */
import { trace as path } from '../analyzers/trace.ts';
import type { QuestionVerb } from './verb.ts';

export const trace: QuestionVerb = {
  kind: 'question',
  name: 'trace',
  summary: 'What becomes of traffic from one end to another, step by step, and what stops it',
  usage: 'trace <source> <destination> [port] [proto …] [last …] [in …] [fresh]',
  examples: [
    'trace 10.0.1.5 10.0.2.9 5432',
    'trace from 10.0.1.5 to 10.0.2.9 port 5432 last 2h',
    'trace web-1 db-1 postgresql',
    'trace 10.0.1.5 203.0.113.5 443',
  ],
  subjects: { min: 2, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'window', 'in', 'fresh'],
  analyzers: [path],
};
