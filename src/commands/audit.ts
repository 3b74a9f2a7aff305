/** `audit [last 24h] [by @user] [as csv]`: who asked, shared and exported what, as the bot remembers it. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { Action } from './action.ts';
import { isProblem, shown } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { readWindow, spread, startsWindow } from './grammar/window.ts';
import { type Word, wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const DAY = 86_400;
/** As long as it is kept unless the configuration says otherwise. */
const MOST_DAYS = 400;
const EXAMPLE = 'audit last 7d';
const ALLOWED = `A time, such as \`last 24h\` or \`since 14:00\`; \`by\` and a mention of a person; \`as csv\`; each at most once`;

/** A mention as it is read, or an id. */
const USER_ID = /^(?:<@([UW][A-Z0-9]+)>|@?([UW][A-Z0-9]{2,}))$/;

interface Read {
  readonly window?: { readonly start: number; readonly end: number };
  readonly by?: string;
  readonly file?: 'csv';
}

interface Part {
  readonly read: Read;
  readonly next: number;
}

function keyword(word: Word | undefined): string {
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

function readPerson(words: readonly Word[], at: number): Part | string {
  const word = words[at];
  const [, mentioned, written] = USER_ID.exec(word?.text ?? '') ?? [];
  const by = mentioned ?? written;
  if (by !== undefined) return { read: { by }, next: at + 1 };
  return word ? `${shown(word.text)} is nobody that I can find.` : 'After “by” the person is missing.';
}

/** What begins at a word, or what is wrong there. */
function readPart(words: readonly Word[], at: number, clock: Clock): Part | string {
  const word = keyword(words[at]);
  if (word === 'by') return readPerson(words, at + 1);
  if (word === 'as') {
    if (keyword(words[at + 1]) === 'csv') return { read: { file: 'csv' }, next: at + 2 };
    return 'The audit log comes as a message, or `as csv`.';
  }
  if (!startsWindow(words, at)) return `${shown(words[at]?.text ?? '')} says nothing about the audit log.`;
  const read = readWindow(words, at, clock, { mostDays: MOST_DAYS });
  return isProblem(read) ? read.problem : { read: { window: read.window }, next: read.next };
}

function readAll(words: readonly Word[], clock: Clock): Read | string {
  let found: Read = {};
  for (let at = 0; at < words.length; ) {
    const part = readPart(words, at, clock);
    if (typeof part === 'string') return part;
    const twice = Object.keys(part.read).some((key) => key in found);
    if (twice) return `${shown(words[at]?.text ?? '')} is there a second time.`;
    found = { ...found, ...part.read };
    at = part.next;
  }
  return found;
}

export const audit: ActionVerb = {
  kind: 'action',
  name: 'audit',
  summary: 'Who asked, shared and exported what, of which sources; for auditors',
  usage: 'audit [last 24h] [by <person>] [as csv]',
  examples: ['audit', 'audit last 7d as csv', 'audit since 14:00'],
  read(argument, clock): Action | MistakeAnswer {
    const read = readAll(spread(wordsOf(argument)), clock);
    if (typeof read === 'string')
      return {
        kind: 'mistake',
        text: `audit ${argument}`,
        problem: read,
        allowed: ALLOWED,
        example: EXAMPLE,
      };
    const { window = { start: clock.now - DAY, end: clock.now } } = read;
    // What has just been done belongs to a time that goes on until now.
    const end = window.end === clock.now ? clock.now + 1 : window.end;
    return { kind: 'audit', ...read, window: { ...window, end } };
  },
};
