/** Which words begin a clause, and what each clause may look like, for help and for mistakes. */
import { withinEdits } from '../../query/nearest.ts';
import type { ClauseName, QuestionVerb } from '../verb.ts';
import { VERSUS_FORMS } from './comparison.ts';
import { PORT_FORMS, PROTOCOL_FORMS } from './port.ts';
import { startsWindow, TIME_FORMS } from './window.ts';
import type { Word } from './words.ts';

export const LARGEST_LIMIT = 1000;

export const FILE_FORMS = ['csv', 'parquet'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** What each clause may look like, for help and for mistakes. */
export const CLAUSE_FORMS: Readonly<Record<ClauseName, string>> = {
  port: PORT_FORMS,
  proto: PROTOCOL_FORMS,
  from: '`from <subject>`: who opens the connection or sends',
  to: '`to <subject>`: who is contacted or receives',
  action: '`accept` or `reject`: only records of that action',
  window: TIME_FORMS,
  versus: VERSUS_FORMS,
  by: '`by <measure>`, `by <grouping>`, `by <grouping>,<grouping>`',
  top: `\`top 20\`: how many rows, 1 to ${LARGEST_LIMIT}`,
  in: '`in <source>`: the name of a configured source, several with commas, a tag (`team=payments`), an account, a region, or `all`',
  fresh: '`fresh`: asked anew, whatever is remembered of the same question',
  as: `\`as ${FILE_FORMS.join('` or `as ')}\`: the whole result as a file`,
  'flow-log':
    '`fl-…`: a flow log, or `tgw-…`: the one of a transit gateway; `firehose`: what Firehose delivers of it',
};

const KEYWORDS: ReadonlyMap<string, ClauseName> = new Map<string, ClauseName>([
  ['port', 'port'],
  ['ports', 'port'],
  ['proto', 'proto'],
  ['protocol', 'proto'],
  ['from', 'from'],
  ['to', 'to'],
  ['->', 'to'],
  ['→', 'to'],
  ['=>', 'to'],
  ['accept', 'action'],
  ['accepted', 'action'],
  ['reject', 'action'],
  ['rejected', 'action'],
  ['last', 'window'],
  ['since', 'window'],
  ['between', 'window'],
  ['at', 'window'],
  ['around', 'window'],
  ['vs', 'versus'],
  ['versus', 'versus'],
  ['against', 'versus'],
  ['by', 'by'],
  ['top', 'top'],
  ['in', 'in'],
  ['fresh', 'fresh'],
  ['as', 'as'],
]);

/** The clause that begins at a word; undefined where none does. */
export function clauseAt(words: readonly Word[], at: number): ClauseName | undefined {
  const word = words[at];
  if (!word || word.quoted) return undefined;
  if (startsWindow(words, at)) return 'window';
  const name = KEYWORDS.get(word.text.toLowerCase());
  // `between a and b` without a time is about two subjects.
  return name === 'window' ? undefined : name;
}

/** A keyword of the verb's clauses that a word may have been meant as, at most so many edits away. */
export function nearestKeyword(word: string, verb: QuestionVerb, edits: number): string | undefined {
  const known = [...KEYWORDS].filter(([, name]) => verb.clauses.includes(name)).map(([keyword]) => keyword);
  return withinEdits(word, known, edits);
}
