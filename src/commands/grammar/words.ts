/** A question cut into words: quotes keep what is between them together, decoration and invisible characters go. */
import { trimmedEnd } from '../../query/trimmed.ts';

export interface Word {
  readonly text: string;
  /** It was in quotation marks: a name, never a keyword. */
  readonly quoted: boolean;
}

/** Whether a word is one of these keywords, in any case. */
export function isKeyword(word: Word | undefined, ...keywords: readonly string[]): boolean {
  return word !== undefined && !word.quoted && keywords.includes(word.text.toLowerCase());
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"”“'],
  ['“', '”"“'],
  ['„', '“”"'],
  ['«', '»'],
  ["'", "'’"],
  ['‘', "’'"],
  ['’', "’'"],
]);

/** Format characters (zero width spaces, text direction marks) are dropped; control characters count as spaces. */
function visible(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}

function closes(text: string, at: number): boolean {
  const next = text[at + 1];
  return next === undefined || /[\s,;:!?)*`]/.test(next);
}

/** Where the quotation that begins at `open` ends; undefined where it never does, and the mark is an apostrophe or a slip. */
function closingAt(text: string, open: number): number | undefined {
  const marks = CLOSING.get(text[open] ?? '');
  if (marks === undefined) return undefined;
  for (let at = open + 1; at < text.length; at += 1) {
    if (marks.includes(text[at] ?? '') && closes(text, at)) return at;
  }
  return undefined;
}

/** Without the marks that chat and prose put around a word: bold, code, brackets, punctuation. Typographic dashes become hyphens. */
function undecorated(word: string): string {
  const begun = word.replace(/[‐‑‒–—−]/g, '-').replace(/^[*`(<>,;"'“”„«»‘’]+/, '');
  const bare = trimmedEnd(begun, /[*`)<>,;!?."'“”„«»‘’]/)
    .replace(/^(?:_(.+)_|~(.+)~)$/, '$1$2')
    .replace(/([^:]):$/, '$1');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : word;
}

export function wordsOf(text: string): readonly Word[] {
  const shown = visible(text);
  const words: Word[] = [];
  let at = 0;
  while (at < shown.length) {
    if (/\s/.test(shown[at] ?? '')) {
      at += 1;
      continue;
    }
    const close = closingAt(shown, at);
    if (close !== undefined) {
      const inside = shown.slice(at + 1, close).trim();
      if (inside !== '') words.push({ text: inside, quoted: true });
      at = close + 1;
      continue;
    }
    const from = at;
    while (at < shown.length && !/\s/.test(shown[at] ?? '')) at += 1;
    words.push({ text: undecorated(shown.slice(from, at)), quoted: false });
  }
  const [only] = words;
  // The whole question in quotation marks is a question, not a name.
  if (words.length === 1 && only?.quoted && /\s/.test(only.text)) return wordsOf(only.text);
  return words;
}

/** Words as a text that reads back as the same words. */
function written(words: readonly Word[]): string {
  return words.map(({ text, quoted }) => (quoted || /\s/.test(text) ? quote(text) : text)).join(' ');
}

export function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** The question with `count` words from `at` on replaced by others: a fix to offer. */
export function replaced(
  words: readonly Word[],
  at: number,
  count: number,
  ...others: readonly string[]
): string {
  return [written(words.slice(0, at)), ...others, written(words.slice(at + count))]
    .filter((part) => part !== '')
    .join(' ');
}
