/** `capture <subject> [peer] [port]`: a Traffic Mirroring plan to see the packets themselves. */
import { mirrorPlan } from '../analyzers/mirror-plan.ts';
import type { QuestionVerb } from './verb.ts';

export const capture: QuestionVerb = {
  kind: 'question',
  name: 'capture',
  summary: 'How to see the packets of a conversation: a Traffic Mirroring plan to read and run yourself',
  usage: 'capture <subject> [peer] [port] [proto …] [last …] [in …] [fresh]',
  examples: [
    'capture 10.0.1.5 10.0.2.9 5432',
    'capture eni-0a1b2c3d4e5f60718',
    'capture from 10.0.1.5 to 203.0.113.5 port 443',
    'capture 10.0.1.5 10.0.0.2 53 proto udp',
  ],
  subjects: { min: 1, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'window', 'in', 'fresh'],
  analyzers: [mirrorPlan],
};
