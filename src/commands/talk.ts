/** `talk <subject>`: who it is, whom it talks with, and what of that is rejected, on one page. */
import { talk as analyzer } from '../analyzers/talk.ts';
import type { QuestionVerb } from './verb.ts';

export const talk: QuestionVerb = {
  kind: 'question',
  name: 'talk',
  summary: 'All about an address: who it is, its peers, its services, what is rejected',
  usage: 'talk <subject> [top 20] [port …] [proto …] [last …] [in …] [fresh]',
  examples: [
    'talk 10.0.1.5',
    'talk 10.0.1.0/24 last 6h',
    'talk 203.0.113.5 top 20',
    'talk eni-0a1b2c3d4e5f60718',
  ],
  subjects: { min: 1, max: 1 },
  clauses: ['port', 'proto', 'window', 'top', 'in', 'fresh'],
  analyzers: [analyzer],
};
