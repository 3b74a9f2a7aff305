/** What people say around a follow-up: `and …`, `what about …?`, `same for … please`. It says that the thread is meant, and nothing else. */
import type { Word } from '../grammar/words.ts';

/** Words in front that may lead to a follow-up. */
const LEADING: ReadonlySet<string> = new Set(
  'and also what how about same for but then plus with on'.split(' '),
);
/** Those of them that cannot be said without something before. */
const CONNECTING: ReadonlySet<string> = new Set('and also about same for plus'.split(' '));
/** Words anywhere that say nothing about what is asked. */
const POLITE: ReadonlySet<string> = new Set(
  'please pls plz the a an it this that these those there here too just only ok okay hey hi me show can could you us ?'.split(
    ' ',
  ),
);
/** Said together they say no more than `same`. */
const PAIRS: ReadonlySet<string> = new Set(['same time', 'same window', 'same hours', 'as well']);

export interface Gist {
  readonly words: readonly Word[];
  /** It was said that the thread is meant, so that a bare name can be what it is about. */
  readonly connects: boolean;
  /** `again`: the same anew. */
  readonly again: boolean;
}

/** A word as keywords are compared; empty for one in quotation marks, which is a name. */
export function plain(word: Word | undefined): string {
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

/** What is left of a text without what is said around it. */
export function gistOf(said: readonly Word[]): Gist {
  const isPair = (at: number) => PAIRS.has(`${plain(said[at])} ${plain(said[at + 1])}`);
  const bare = said.filter((word, at) => !POLITE.has(plain(word)) && !isPair(at) && !isPair(at - 1));
  const first = bare.findIndex((word) => !LEADING.has(plain(word)));
  const [leading, rest] = first === -1 ? [bare, []] : [bare.slice(0, first), bare.slice(first)];
  const words = rest.filter((word) => plain(word) !== 'again');
  return {
    words,
    connects: leading.some((word) => CONNECTING.has(plain(word))),
    again: words.length < rest.length,
  };
}
