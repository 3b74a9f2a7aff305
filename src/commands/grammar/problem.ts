/** What is wrong with a question, as a value that every part of the grammar can return. */

export interface Problem {
  /** What is wrong, with the word that was found. */
  readonly problem: string;
  /** What is allowed in its place. */
  readonly allowed: string;
  /** Whole questions that may be what was meant, the likeliest first; only one that can be read is ever shown. */
  readonly fixes: readonly string[];
}

export function isProblem(read: object): read is Problem {
  return 'problem' in read;
}

const SHOWN = 60;

/** A word as a mistake shows it: between quotation marks, and cut where it is long. */
export function shown(word: string): string {
  const letters = [...word];
  return `“${letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : word}”`;
}
