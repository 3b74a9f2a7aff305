/** `watch <question> [every 5m] [when …] [for 8h]`: a question that is asked again and again until what is waited for is so, and until it is over. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { WatchAction } from './action.ts';
import { durationAt } from './grammar/duration.ts';
import { isProblem, type Problem, shown } from './grammar/problem.ts';
import { quote, type Word, wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';
import { conditionAt } from './watch/condition.ts';

/** Seconds: records of traffic are delivered minutes after it. */
const USUAL_EVERY = 300;
const LEAST_EVERY = 60;
const MOST_EVERY = 86_400;
const USUAL_LENGTH = 2 * 3600;
const LONGEST = 7 * 86_400;

const EXAMPLE = 'watch reject 10.0.1.5 every 5m when rejected for 8h';
const ALLOWED =
  'A question, then `every 5m` (from 1 minute to a day), `when it changes`, `when rejected`, `when not healthy`, `when <verdict>` or `when over 2 GB`, and `for 8h` (at most 7 days); `watch list`; `watch end W-1a2b3c`';

/** The clauses, by the word that begins each. */
type Clauses = Pick<Extract<WatchAction, { do: 'begin' }>, 'everySeconds' | 'lastsSeconds' | 'when'>;

function keyword(word: Word | undefined): string {
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

/** Where the question ends: at the first word that begins a clause of `watch`. */
function endOfQuestion(words: readonly Word[]): number {
  const at = words.findIndex((word, index) => {
    if (keyword(word) === 'every' || keyword(word) === 'for')
      return durationAt(words, index + 1) !== undefined;
    return keyword(word) === 'when';
  });
  return at < 0 ? words.length : at;
}

function lengthAt(words: readonly Word[], at: number, least: number, most: number) {
  const length = durationAt(words, at);
  return length && length.seconds >= least && length.seconds <= most ? length : null;
}

function readClauses(words: readonly Word[], from: number): Clauses | string {
  let clauses: Clauses = { everySeconds: USUAL_EVERY, lastsSeconds: USUAL_LENGTH, when: { kind: 'change' } };
  const known = new Set<string>();
  for (let at = from; at < words.length; ) {
    const name = keyword(words[at]);
    if (known.has(name)) return `${shown(name)} is there a second time.`;
    known.add(name);
    if (name === 'when') {
      const condition = conditionAt(words, at + 1);
      if (typeof condition === 'string') return condition;
      clauses = { ...clauses, when: condition.condition };
      at = condition.next;
    } else if (name === 'every') {
      const every = lengthAt(words, at + 1, LEAST_EVERY, MOST_EVERY);
      if (!every) return 'It is asked again every minute at the most, and once a day at least.';
      clauses = { ...clauses, everySeconds: every.seconds };
      at = every.next;
    } else if (name === 'for') {
      const length = lengthAt(words, at + 1, LEAST_EVERY, LONGEST);
      if (!length) return 'It is watched for a minute at least, and for 7 days at the most.';
      clauses = { ...clauses, lastsSeconds: length.seconds };
      at = length.next;
    } else return `${shown(words[at]?.text ?? '')} says nothing about a watch.`;
  }
  return clauses;
}

function questionOf(words: readonly Word[]): string {
  return words.map(({ text, quoted }) => (quoted || /\s/.test(text) ? quote(text) : text)).join(' ');
}

function readWatch(argument: string): WatchAction | Problem {
  const words = wordsOf(argument);
  const [first, second, ...more] = words;
  const problem = (said: string): Problem => ({ problem: said, allowed: ALLOWED, fixes: [EXAMPLE] });
  if (!first || (keyword(first) === 'list' && !second)) return { kind: 'watch', do: 'list' };
  if (keyword(first) === 'end') {
    const name = /^w-([0-9a-f]{6})$/i.exec(second?.text ?? '')?.[1];
    if (name === undefined || more.length > 0)
      return problem('Which watch is to end? Each has a name: W-1a2b3c.');
    return { kind: 'watch', do: 'end', watch: name.toLowerCase() };
  }
  const end = endOfQuestion(words);
  const clauses = readClauses(words, end);
  if (typeof clauses === 'string') return problem(clauses);
  if (end === 0) return problem('The question that is to be watched is missing.');
  return { kind: 'watch', do: 'begin', question: questionOf(words.slice(0, end)), ...clauses };
}

export const watch: ActionVerb = {
  kind: 'action',
  name: 'watch',
  summary: 'Asks a question again and again, and tells when what you wait for is so, and when it is over',
  usage: 'watch <question> [every 5m] [when <condition>] [for 8h] | watch list | watch end W-1a2b3c',
  examples: [
    EXAMPLE,
    'watch trace 10.0.1.5 10.0.2.9 443 when not healthy',
    'watch top by bytes when over 2 GB for 1d',
    'watch list',
  ],
  read(argument): WatchAction | MistakeAnswer {
    const read = readWatch(argument);
    if (!isProblem(read)) return read;
    const text = `watch ${argument}`;
    return {
      kind: 'mistake',
      text: text.length > 200 ? `${text.slice(0, 200)}…` : text,
      problem: read.problem,
      allowed: read.allowed,
      example: EXAMPLE,
    };
  },
};
