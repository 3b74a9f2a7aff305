/** Reads a whole text: which verb, then its question or its own answer; and turns a problem into a mistake with an example that works. */
import type { MistakeAnswer } from '../../diagnosis/answer.ts';
import { nearest } from '../../query/nearest.ts';
import { overview, verbHelp } from '../help.ts';
import type { ActionVerb, Immediate, QuestionVerb, Understood, Verb } from '../verb.ts';
import { plainText, plainTextWithPeople, typedText } from './plain-text.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { readQuestion } from './question.ts';
import { formedSubject } from './subject.ts';
import type { Clock } from './time-point.ts';
import { replaced, type Word, wordsOf } from './words.ts';

/** More than any question needs, and as much as Slack lets a person type. */
export const LONGEST_TEXT = 4000;
/** A corrected question may hold further mistakes; this many are corrected before a stock example is shown instead. */
const MOST_FIXES = 3;
const LONGEST_EXAMPLE = 200;
const SHOWN_TEXT = 200;

const HELP_WORDS: ReadonlySet<string> = new Set(['--help', '-h', '?', 'help']);

export type Read = Understood | Problem;

/** Reads a text against a list of verbs. Takes any text and never throws. */
export function understandText(typed: string, clock: Clock, verbs: readonly Verb[]): Understood {
  const at = { ...clock, now: Math.floor(clock.now) };
  const readFix = (fix: string) => readText(typedText(fix), at, verbs);
  if (typed.length > LONGEST_TEXT) return mistaken(typed, tooLong(typed), readFix, verbs);
  const text = plainText(typed);
  const action = actionVerb(text, verbs);
  if (action) return readAction(plainTextWithPeople(typed), action, at);
  const read = readText(text, at, verbs);
  return isProblem(read) ? mistaken(text, read, readFix, verbs) : read;
}

function readText(text: string, clock: Clock, verbs: readonly Verb[]): Read {
  const words = wordsOf(text);
  const [first, second] = words;
  if (!first) return immediate(overview(verbs));
  const name = first.text.toLowerCase();
  const verb = verbs.find((one) => one.name === name);
  if (!verb) return HELP_WORDS.has(name) ? immediate(overview(verbs)) : unknownVerb(words, first, verbs);
  if (words.length === 2 && second && !second.quoted && HELP_WORDS.has(second.text.toLowerCase())) {
    return immediate(verbHelp(verb));
  }
  if (verb.kind === 'text') return immediate(verb.answer(afterFirstWord(text), verbs));
  if (verb.kind === 'action') return readAction(text, verb, clock);
  return readOne(text, words, verb, clock);
}

function readOne(text: string, words: readonly Word[], verb: QuestionVerb, clock: Clock): Read {
  const request = readQuestion(text, words, verb, clock);
  return isProblem(request) ? request : { kind: 'question', verb, request };
}

/** What follows the verb, as it stands. */
function afterFirstWord(text: string): string {
  const space = text.trimStart().search(/\s/);
  return space === -1 ? '' : text.trimStart().slice(space).trim();
}

/** Undefined where the text does not begin with the name of one, or asks for its help. */
function actionVerb(text: string, verbs: readonly Verb[]): ActionVerb | undefined {
  const words = wordsOf(text);
  const [first, second] = words;
  if (words.length === 2 && second && HELP_WORDS.has(second.text.toLowerCase())) return undefined;
  const verb = verbs.find((one) => one.name === first?.text.toLowerCase());
  return verb?.kind === 'action' ? verb : undefined;
}

function readAction(text: string, verb: ActionVerb, clock: Clock): Understood {
  const read = verb.read(afterFirstWord(text), clock);
  return read.kind === 'mistake' ? immediate(read) : { kind: 'action', action: read };
}

function immediate(answer: Immediate): Understood {
  return { kind: 'immediate', answer };
}

function tooLong(text: string): Problem {
  return {
    problem: `The text has ${text.length} characters.`,
    allowed: `At most ${LONGEST_TEXT} characters: a verb, its subjects and clauses.`,
    fixes: [],
  };
}

function unknownVerb(words: readonly Word[], first: Word, verbs: readonly Verb[]): Problem {
  const names = verbs.map(({ name }) => name);
  const near = nearest(first.text, names);
  const formed = words.flatMap((word) => formedSubject(word) ?? []).slice(0, 2);
  const pair = verbs.find((verb) => verb.kind === 'question' && verb.subjects.min === 2);
  const asking = formed.length === 2 ? pair : verbs.find(({ kind }) => kind === 'question');
  const question = asking?.name ?? '';
  const isSubject = formedSubject(first) !== undefined;
  const problem = isSubject
    ? `The verb is missing before ${shown(first.text)}.`
    : `${shown(first.text)} is not a verb${near ? `; did you mean \`${near}\`?` : '.'}`;
  return {
    problem,
    allowed: names.map((name) => `\`${name}\``).join(', '),
    fixes: [
      ...undone(words, first, verbs),
      ...(near && !isSubject ? [replaced(words, 0, 1, near)] : []),
      ...(isSubject ? [] : aboutTheRest(words, formed, question)),
      ...(words.some(couldBeSubject) ? [replaced(words, 0, 0, question)] : [near ?? 'help']),
    ],
  };
}

/** `unmute M-3`: what a verb began is ended by the same verb; failing that, what it may have begun is listed. */
function undone(words: readonly Word[], { text }: Word, verbs: readonly Verb[]): readonly string[] {
  const verb = verbs.find(({ name, kind }) => kind === 'action' && text.toLowerCase() === `un${name}`);
  if (!verb?.usage.includes(`${verb.name} end `)) return [];
  return [replaced(words, 0, 1, `${verb.name} end`), 'alerts rules'];
}

/** `why can 10.0.1.5 not reach 10.0.2.9`: where a subject does not follow at once, what says by its form what it is, alone. */
function aboutTheRest(
  words: readonly Word[],
  formed: readonly string[],
  question: string,
): readonly string[] {
  if (words[1] && couldBeSubject(words[1])) return [replaced(words, 0, 1, question)];
  return formed.length > 0 ? [[question, ...formed].join(' ')] : [];
}

/** Small talk is not about anything: what it is about has digits, hyphens or quotation marks, as addresses and names mostly do. */
function couldBeSubject({ text, quoted }: Word): boolean {
  return quoted || /[\d.:-]/.test(text);
}

/** The problem as an answer, with the first fix that can be read as its example. */
export function mistaken(
  text: string,
  found: Problem,
  readFix: (fix: string) => Read,
  verbs: readonly Verb[],
): Understood {
  const { problem, allowed } = found;
  const example = firstReadable(found, readFix, MOST_FIXES) ?? stockExample(text, verbs);
  return immediate({ kind: 'mistake', text: cut(text), problem, allowed, example });
}

/** The first fix that can be read; failing that, the first that can be read after fixing it further. */
function firstReadable({ fixes }: Problem, readFix: (fix: string) => Read, left: number): string | undefined {
  const further: Problem[] = [];
  for (const fix of fixes.filter(({ length }) => length <= LONGEST_EXAMPLE)) {
    const read = readFix(fix);
    if (isProblem(read)) further.push(read);
    else if (isAnswer(read)) return fix;
  }
  if (left === 0) return undefined;
  for (const problem of further) {
    const found = firstReadable(problem, readFix, left - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAnswer(understood: Understood): boolean {
  return understood.kind !== 'immediate' || understood.answer.kind !== 'mistake';
}

function stockExample(text: string, verbs: readonly Verb[]): string {
  const name = wordsOf(text.slice(0, SHOWN_TEXT))[0]?.text.toLowerCase();
  const verb = verbs.find((one) => one.name === name) ?? verbs[0];
  return verb?.examples[0] ?? 'help';
}

function cut(text: string): MistakeAnswer['text'] {
  return text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;
}
