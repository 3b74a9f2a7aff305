/** `top [subject]`: who moves the most, by a measure and for each of up to four groupings. */
import { TALKER_MEASURES } from '../analyzers/talkers/choice.ts';
import { TALKER_FIELDS, TALKER_GROUPINGS } from '../analyzers/talkers/grouping.ts';
import { talkers } from '../analyzers/talkers.ts';
import type { QuestionVerb } from './verb.ts';

export const top: QuestionVerb = {
  kind: 'question',
  name: 'top',
  summary: 'Who moves the most bytes, packets or flows',
  usage:
    'top [subject] [by <measure>] [by <grouping>] [top 20] [port …] [accept|reject] [last …] [in …] [as csv|parquet] [fresh]',
  examples: [
    'top by bytes',
    'top 10.0.1.5 by packets last 30m',
    'top by bytes by source by port top 20',
    'top by pkt-dst-aws-service last 6h',
    'top 10.0.1.0/24 reject by flows by source',
  ],
  subjects: { min: 0, max: 2 },
  clauses: ['port', 'proto', 'from', 'to', 'action', 'window', 'by', 'top', 'in', 'as', 'fresh'],
  by: { measures: TALKER_MEASURES, groupings: TALKER_GROUPINGS, fields: TALKER_FIELDS, most: 4 },
  analyzers: [talkers],
};
