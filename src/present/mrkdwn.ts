/** Text for Slack's mrkdwn: nothing that others wrote may format, mention, link or ring. */
import { forTerminal, WORD_JOINER } from './untrusted.ts';

function withEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Inside ordinary text. Slack's own rule: escape `&`, `<` and `>`; formatting marks, `@` and `#` and link-like text are broken by a joiner. */
export function escaped(text: string): string {
  return withEntities(forTerminal(text))
    .replace(/[*_~`@#]/g, (mark) => `${mark}${WORD_JOINER}`)
    .replace(/:\/\//g, `:${WORD_JOINER}//`);
}

/** Inside a code span or a preformatted block, where only the backtick and entities mean something. */
export function inCode(text: string): string {
  return withEntities(forTerminal(text)).replaceAll('`', 'ˋ');
}

/** A code span; a space stands for nothing at all. */
export function code(text: string): string {
  return `\`${inCode(text) || ' '}\``;
}

/** A text of our own, in which backticks stand around what is typed: escaped, with those parts as code. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(placeholders(part.slice(1, -1))) : escaped(part)))
    .join('');
}

/** `<subject>` as `‹subject›`: some readers of mrkdwn show entities in code as they are written. */
export function placeholders(text: string): string {
  return text.replace(/<([a-z][a-z |]*)>/g, '‹$1›');
}

/** Amounts and their units stay in one line: `37 kB`, `4.9 s`, `10 %`. */
export function withUnits(mrkdwn: string): string {
  return mrkdwn.replace(/(\d) (?=(?:[kMGTP]?B|s|min|h|%|pkts?)(?![\w]))/g, '$1\u00A0');
}
