/** What stands after `in`: one word, several with commas between them, or `account` and `region` before the one that is meant. */
import type { Word } from './words.ts';

export interface SourceChoice {
  /** Words with commas and nothing else between them. */
  readonly choice: string;
  /** How many words of the question it takes. */
  readonly words: number;
}

const KINDS: ReadonlyMap<string, RegExp> = new Map([
  ['account', /^\d{12}$/],
  ['region', /^[a-z]{2}(-[a-z]+)+-\d$/i],
]);

/** Undefined where nothing stands there. `account` without an account is a name like any other. */
export function sourceChoiceAt(words: readonly Word[], at: number): SourceChoice | undefined {
  const word = words[at];
  if (!word) return undefined;
  const next = words[at + 1];
  const kind = word.quoted ? undefined : KINDS.get(word.text.toLowerCase());
  return kind && next && kind.test(next.text)
    ? { choice: next.text, words: 2 }
    : { choice: word.text, words: 1 };
}
