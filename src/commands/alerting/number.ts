/** The numbers of alerts and of rules, as people say them. */
import type { Problem } from '../grammar/problem.ts';
import { shown } from '../grammar/problem.ts';
import type { Word } from '../grammar/words.ts';

const ALERT = /^(?:a-?|#)?(\d{1,9})$/i;
const RULE = /^(?:m-?|#)?(\d{1,9})$/i;

function numberOf(form: RegExp, word: Word | undefined): number | undefined {
  const [, digits] = form.exec(word && !word.quoted ? word.text : '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** `A-12`, `a12`, `#12` or `12`; undefined for what is none. */
export function alertNumber(word: Word | undefined): number | undefined {
  return numberOf(ALERT, word);
}

/** `M-3`, `m3`, `#3` or `3`; undefined for what is none. */
export function ruleNumber(word: Word | undefined): number | undefined {
  return numberOf(RULE, word);
}

/** Where the number of an alert must stand and does not. */
export function noAlert(word: Word | undefined, usage: string, example: string): Problem {
  return {
    problem: word
      ? `${shown(word.text)} is not the number of an alert.`
      : 'It is not said which alert is meant.',
    allowed: `\`${usage}\`; each alert's message has its number, and \`alerts\` lists them`,
    fixes: [example],
  };
}
