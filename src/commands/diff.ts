/** `diff <window> vs <window> [subject]`: what changed at 14:05? */
import { diff as changes } from '../analyzers/diff.ts';
import type { QuestionVerb } from './verb.ts';

export const diff: QuestionVerb = {
  kind: 'question',
  name: 'diff',
  summary:
    'What changed between two times: what came, went, was rejected or moved more, beyond its own noise',
  usage: 'diff [at 14:05] [<window> vs <window>] [subject] [port …] [proto …] [top 50] [in …] [fresh]',
  examples: [
    'diff at 14:05',
    'diff last 15m 10.0.1.5',
    'diff last 10m vs 10m before 10.0.1.0/24',
    'diff yesterday 14:00 to 15:00 vs 24h ago',
    'diff last 30m vs 24h ago 10.0.2.9 port 5432',
  ],
  subjects: { min: 0, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'action', 'window', 'versus', 'top', 'in', 'fresh'],
  analyzers: [changes],
};
