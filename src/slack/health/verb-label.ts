/** The verb of a question as a label: whatever people type, there are only so many. */
import { VERBS } from '../../commands/index.ts';

const NAMES: ReadonlySet<string> = new Set(VERBS.map(({ name }) => name));

/** @param text as it was typed: the first word is its verb */
export function verbOf(text: string): string {
  const [first = ''] = text.trim().split(/\s/, 1);
  const word = first.toLowerCase();
  return NAMES.has(word) ? word : 'other';
}
