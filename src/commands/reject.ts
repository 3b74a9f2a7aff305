/** `reject <subject>`: what of it is rejected, by what kind of rule, since when, and whether it goes on. */
import { rejections } from '../analyzers/rejections.ts';
import type { QuestionVerb } from './verb.ts';

export const reject: QuestionVerb = {
  kind: 'question',
  name: 'reject',
  summary: 'What is rejected, by what, since when, and how sure that is',
  usage: 'reject <subject> [peer] [port …] [proto …] [from …] [to …] [last …] [in …] [fresh]',
  examples: [
    'reject 10.0.1.5',
    'reject 10.0.1.5 10.0.2.9 port 443 last 2h',
    'reject 10.0.1.0/24 14:00 to 14:20 yesterday',
    'reject eni-0a1b2c3d4e5f60718 to 10.0.2.9 port 5432',
  ],
  subjects: { min: 1, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'window', 'in', 'fresh'],
  analyzers: [rejections],
};
