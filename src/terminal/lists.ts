/**
 * Where a list of paths or names on a command line ends and the question goes on: `--records a.log last 24h` reads as one list, though people mean two
 * things by it.
 */
import { nearest } from '../query/nearest.ts';

/** What is known of questions. It is asked only where a list may have run into one, as it takes a while to load. */
export interface QuestionWords {
  verbs(): Promise<readonly string[]>;
  /** Whether a word in this place begins a clause or is an address, so that nobody means a path by it. */
  goesOn(words: readonly string[], at: number): Promise<boolean>;
}

/** The lists, by the names of their options. */
interface Lists {
  readonly records?: readonly string[];
  readonly logGroup?: readonly string[];
}

interface Ended<O> {
  readonly words: readonly string[];
  readonly options: O;
}

/** What is wrong, and what is allowed. */
interface Wrong {
  readonly wrong: string;
}

interface List {
  readonly flag: string;
  readonly one: string;
  readonly example: string;
  /** How something of the same name as a word is written. */
  readonly otherwise: (word: string) => string;
}

const LISTS: Readonly<Record<keyof Lists, List>> = {
  records: {
    flag: '--records',
    one: 'path',
    example: 'flow-logs.log',
    otherwise: (word) => `; a file of that name is ./${word}`,
  },
  logGroup: { flag: '--log-group', one: 'log group', example: '/vpc/flow-logs', otherwise: () => '' },
};

/** Which value begins the question, or goes on with it; -1 for none. A path may be named as a verb is, so the first comes last. */
async function questionAt(
  values: readonly string[],
  words: readonly string[],
  { verbs, goesOn }: QuestionWords,
): Promise<number> {
  if (words.length > 0) {
    for (const at of values.keys()) if (await goesOn(values, at)) return at;
    return -1;
  }
  const known = await verbs();
  const isVerb = (value: string) => known.includes(value.trim().split(/\s/)[0]?.toLowerCase() ?? '');
  const later = values.findIndex((value, index) => index > 0 && isVerb(value));
  return later < 0 && isVerb(values[0] ?? '') ? 0 : later;
}

function namesNothing({ flag, one, example, otherwise }: List, all: readonly string[], word: string): Wrong {
  return {
    wrong: `error: option '${flag}' names no ${one}: '${word}' belongs to the question${otherwise(word)}\nAllowed: flows ${all.join(' ')} ${flag} ${example}`,
  };
}

/** What is meant for a verb is often a typing slip away from one. */
function noQuestion(
  { flag, one, example }: List,
  values: readonly string[],
  verbs: readonly string[],
): Wrong {
  const meant = values.slice(1).flatMap((value) => nearest(value, verbs) ?? [])[0];
  const took = values.map((value) => `'${value}'`).join(', ');
  return {
    wrong: `error: there is no question beside option '${flag}', which took ${took} as ${one}${values.length === 1 ? '' : 's'}${meant === undefined ? '' : `; did you mean ${meant}?`}\nAllowed: flows <verb> … ${flag} <${one}>…, such as: flows reject 10.0.1.5 ${flag} ${example}`,
  };
}

/** A list of paths or names ends where the question begins or goes on. */
export async function endLists<O extends Lists>(
  words: readonly string[],
  options: O,
  known: QuestionWords,
): Promise<Ended<O> | Wrong> {
  for (const name of ['records', 'logGroup'] as const) {
    const values = options[name];
    if (!values) continue;
    const at = await questionAt(values, words, known);
    const asked = [...words, ...(at < 0 ? [] : values.slice(at))];
    if (asked.length === 0) return noQuestion(LISTS[name], values, await known.verbs());
    if (at === 0) return namesNothing(LISTS[name], asked, values[0] ?? '');
    return { words: asked, options: at < 0 ? options : { ...options, [name]: values.slice(0, at) } };
  }
  return { words, options };
}
