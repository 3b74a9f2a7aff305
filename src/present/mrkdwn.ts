/** Text for Slack's mrkdwn: nothing that others wrote may format, mention, link or ring. */
import { forTerminal, WORD_JOINER } from './untrusted.ts';

function withEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A colon before what may be the code of an emoji, up to the next colon; the names of Slack's own and of a workspace's are of small letters, figures,
 * `_`, `+`, `-` and `'`. Or the beginning of an ARN, up to the kind of its resource (AWS, "Amazon Resource Names"), whose parts look like that, too.
 */
const EMOJI_OR_ARN =
  /(?<![\w-])arn:aws[a-z-]*:[a-z0-9-]{2,}:(?:[a-z]+(?:-[a-z]+)+-\d)?:(?:\d{12}|aws)?:(?:[a-z-]{2,}(?=:))?|:([\p{Ll}\p{Lo}\p{M}\p{N}_+'-]+)(?=:)/gu;

/** A part of a time, of an IPv6 address or a MAC address, or a port: the few emoji of such names are letters and numbers, and tell nothing. */
function isNumber(name: string, before: string): boolean {
  return /^\d+$/.test(name) || (/^[0-9a-f]{1,4}$/.test(name) && /(?:^|\W)[0-9a-f]{1,4}$|:$/i.test(before));
}

/** Codes of emoji are broken by a joiner: we tell by emoji how things stand. What people copy, such as addresses and ARNs, stays as it is. */
function withoutEmoji(text: string): string {
  return text.replace(EMOJI_OR_ARN, (found: string, name: string | undefined, at: number) =>
    name === undefined || isNumber(name, text.slice(Math.max(0, at - 5), at))
      ? found
      : `:${WORD_JOINER}${name}`,
  );
}

/**
 * Inside ordinary text. Slack's own rule: escape `&`, `<` and `>`; formatting marks, `@` and `#`, codes of emoji and link-like text are broken by a
 * joiner.
 */
export function escaped(text: string): string {
  return withoutEmoji(withEntities(forTerminal(text)))
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
  return text.replace(/<([^<>`]*)>/g, '‹$1›');
}

/** Amounts and their units stay in one line: `37 kB`, `4.9 s`, `10 %`. */
export function withUnits(mrkdwn: string): string {
  return mrkdwn.replace(/(\d) (?=(?:[kMGTP]?B|s|min|h|%|pkts?)(?![\w]))/g, '$1\u00A0');
}
