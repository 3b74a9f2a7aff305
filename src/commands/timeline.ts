/** `timeline [subject]`: accepted and rejected traffic over time. */
import { timeline as analyzer, TIMELINE_MEASURES } from '../analyzers/timeline.ts';
import type { QuestionVerb } from './verb.ts';

export const timeline: QuestionVerb = {
  kind: 'question',
  name: 'timeline',
  summary: 'Accepted and rejected traffic over time, and when it began or ended',
  usage:
    'timeline [subject] [by flows|packets|bytes] [port …] [proto …] [from …] [to …] [accept|reject] [last …] [in …] [as csv|parquet] [fresh]',
  examples: [
    'timeline 10.0.1.5',
    'timeline 10.0.1.5 port 443 last 6h',
    'timeline reject by packets last 24h',
    'timeline from 10.0.1.0/24 to 10.0.2.9 by bytes',
  ],
  subjects: { min: 0, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'action', 'window', 'by', 'in', 'as', 'fresh'],
  by: { measures: TIMELINE_MEASURES, groupings: [] },
  analyzers: [analyzer],
};
