/** `incident …`: opens an incident, keeps what was found, noted and done in it, and tells how it stands. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import { nearest } from '../query/nearest.ts';
import type { IncidentAction } from './action.ts';
import { isProblem, type Problem, shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import { DOINGS } from './incident/doings.ts';
import type { DoingGuide } from './incident/guide.ts';
import { afterNumber } from './incident/number.ts';
import type { ActionVerb } from './verb.ts';

const LONGEST_EXAMPLE = 200;
const SHOWN_TEXT = 200;
const NAMES = Object.keys(DOINGS);

export const incident: ActionVerb = {
  kind: 'action',
  name: 'incident',
  summary: 'Keeps an incident together: findings, notes, actions, how it stands, and the report',
  usage: 'incident <open|status|add|note|action|done|severity|close|reopen|list|report> [INC-7] …',
  examples: [
    'incident open "Checkout cannot reach the database" sev2',
    ...Object.values(DOINGS)
      .map(({ example }) => example)
      .slice(1),
  ],
  read(argument) {
    const read = readIncident(argument);
    return isProblem(read) ? mistake(argument, read) : read;
  },
};

function readIncident(argument: string): IncidentAction | Problem {
  const [first] = wordsOf(argument);
  if (!first) return { kind: 'incident', incident: null, do: 'list', all: false };
  const name = first.text.toLowerCase();
  const guide = Object.hasOwn(DOINGS, name) ? DOINGS[name] : undefined;
  const rest = afterFirstWord(argument);
  if (!guide) return unknown(first.text, rest);
  const { incident: number, rest: said } = guide.takesNumber ? afterNumber(rest) : { incident: null, rest };
  const doing = guide.read(said);
  return isProblem(doing) ? doing : { kind: 'incident', incident: number, ...doing };
}

function afterFirstWord(text: string): string {
  const [, rest = ''] = /^\s*\S+\s*([\s\S]*)$/.exec(text) ?? [];
  return rest.trim();
}

function unknown(word: string, rest: string): Problem {
  const near = nearest(word, NAMES);
  return {
    problem: `${shown(word)} is nothing that can be done with an incident${near ? `; did you mean \`${near}\`?` : '.'}`,
    allowed: Object.values(DOINGS)
      .map(({ form }) => `\`${form}\``)
      .join(', '),
    fixes: near ? [`incident ${near} ${rest}`.trim(), ...exampleOf(DOINGS[near])] : [],
  };
}

function exampleOf(guide: DoingGuide | undefined): readonly string[] {
  return guide ? [guide.example] : [];
}

/** The first correction that can be read, so that it works when it is pasted. */
function mistake(argument: string, { problem, allowed, fixes }: Problem): MistakeAnswer {
  const works = fixes.find(
    (fix) => fix.length <= LONGEST_EXAMPLE && !isProblem(readIncident(afterFirstWord(fix))),
  );
  const text = `incident ${argument}`;
  return {
    kind: 'mistake',
    text: text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text,
    problem,
    allowed,
    example: works ?? 'incident status',
  };
}
