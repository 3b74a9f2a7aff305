/** `help [verb]`: what can be asked, and how. */
import type { HelpAnswer, MistakeAnswer, VerbGuide } from '../diagnosis/answer.ts';
import { nearest } from '../query/nearest.ts';
import { CLAUSE_FORMS } from './grammar/clause-words.ts';
import { shown } from './grammar/problem.ts';
import { SUBJECT_FORMS } from './grammar/subject.ts';
import { wordsOf } from './grammar/words.ts';
import type { ClauseName, TextVerb, Verb } from './verb.ts';

export const help: TextVerb = {
  kind: 'text',
  name: 'help',
  summary: 'What can be asked: all of it, or one verb in full',
  usage: 'help [verb]',
  examples: ['help', 'help reject'],
  answer(argument, verbs) {
    const [word] = wordsOf(argument);
    if (!word) return overview(verbs);
    const name = word.text.toLowerCase();
    const verb = verbs.find((one) => one.name === name);
    return verb ? verbHelp(verb) : unknownVerb(word.text, argument, verbs);
  },
};

export function overview(verbs: readonly Verb[]): HelpAnswer {
  return {
    kind: 'help',
    verbs: verbs.map(guide),
    notes: [
      `Subjects: ${SUBJECT_FORMS}.`,
      `Clauses, in any order: \`port 443\`, \`proto tcp\`, \`from\` and \`to\` a subject, \`last 1h\`, \`in <source>\`; \`help <verb>\` has each verb's.`,
      `Times: ${CLAUSE_FORMS.window}. Without one it is the last hour.`,
    ],
  };
}

export function verbHelp(verb: Verb): HelpAnswer {
  if (verb.kind !== 'question') return { kind: 'help', verbs: [guide(verb)], notes: [] };
  const by = verb.by
    ? [
        [
          `Measures: ${verb.by.measures.join(', ')}.`,
          ...(verb.by.groupings.length > 0 ? [`Groupings: ${verb.by.groupings.join(', ')}.`] : []),
        ].join(' '),
      ]
    : [];
  return {
    kind: 'help',
    verbs: [guide(verb)],
    notes: [
      `Subjects: ${SUBJECT_FORMS}.`,
      ...verb.clauses.map((name) => `${CLAUSE_TITLES[name]}: ${CLAUSE_FORMS[name]}.`),
      ...by,
      ...(verb.more ?? []),
    ],
  };
}

const CLAUSE_TITLES: Readonly<Record<ClauseName, string>> = {
  port: 'Port',
  proto: 'Protocol',
  from: 'From',
  to: 'To',
  action: 'Action',
  window: 'Time',
  versus: 'Compared',
  by: 'By',
  top: 'Rows',
  in: 'Source',
  fresh: 'Memory',
  as: 'File',
  'flow-log': 'Flow log',
};

function guide({ name, summary, usage, examples }: Verb): VerbGuide {
  return { name, summary, usage, examples };
}

function unknownVerb(word: string, argument: string, verbs: readonly Verb[]): MistakeAnswer {
  const names = verbs.map(({ name }) => name);
  const near = nearest(word, names);
  return {
    kind: 'mistake',
    text: `help ${argument}`,
    problem: `There is no verb ${shown(word)}.`,
    allowed: names.join(', '),
    example: near ? `help ${near}` : 'help',
  };
}
