/** `alerts …`: which alerts there are, those of which nobody was told among them; what silences them; and how the watcher fares. */
import { nearest } from '../query/nearest.ts';
import type { AlertsAction } from './action.ts';
import { explained, surplus } from './alerting/explained.ts';
import { alertNumber } from './alerting/number.ts';
import { isProblem, type Problem, shown } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { readWindow, spread, startsWindow } from './grammar/window.ts';
import { isKeyword, replaced, type Word, wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE = 'alerts [all|suppressed|resolved] [last 7d] · alerts A-12 · alerts rules|health|test';
const EXAMPLES = ['alerts', 'alerts suppressed last 7d', 'alerts A-12', 'alerts rules', 'alerts health'];
const LISTS = ['open', 'suppressed', 'resolved', 'all'] as const;
const OTHERS = ['rules', 'health', 'test'] as const;
/** What else people call the rules that silence. */
const RULES = ['mute', 'mutes', 'muted', 'silences', 'maintenance', 'expected'];
const WEEK = 7 * 86_400;
/** As long as alerts are kept unless the configuration says otherwise. */
const MOST_DAYS = 400;

function oneOf<T extends string>(names: readonly T[], word: Word | undefined): T | undefined {
  return names.find((name) => isKeyword(word, name));
}

function readList(words: readonly Word[], clock: Clock): AlertsAction | Problem {
  const which = oneOf(LISTS, words[0]);
  const at = which ? 1 : 0;
  // What has just been seen belongs to a time that goes on until now.
  const list = (start: number, end: number): AlertsAction => ({
    ...{ kind: 'alerts', do: 'list', which: which ?? 'open' },
    window: { start, end: end === clock.now ? end + 1 : end },
  });
  const word = words[at];
  if (!word) return list(clock.now - WEEK, clock.now);
  if (!startsWindow(words, at)) return unknown(words, at, word);
  const read = readWindow(words, at, clock, { mostDays: MOST_DAYS });
  if (isProblem(read)) return { ...read, fixes: ['alerts all last 7d'] };
  const more = words[read.next];
  return more ? surplus(more, USAGE, 'alerts all last 7d') : list(read.window.start, read.window.end);
}

function unknown(words: readonly Word[], at: number, { text }: Word): Problem {
  const near = nearest(text, [...LISTS, ...OTHERS]);
  return {
    problem: `${shown(text)} is nothing that \`alerts\` lists${near ? `; did you mean \`${near}\`?` : '.'}`,
    allowed: `\`${USAGE}\``,
    fixes: near ? [`alerts ${replaced(words, at, 1, near)}`, `alerts ${near}`] : [],
  };
}

function read(argument: string, clock: Clock): AlertsAction | Problem {
  const words = spread(wordsOf(argument));
  const alert = alertNumber(words[0]);
  const other = isKeyword(words[0], ...RULES) ? 'rules' : oneOf(OTHERS, words[0]);
  const [, more] = words;
  if (alert === undefined && other === undefined) return readList(words, clock);
  if (more) return surplus(more, USAGE, alert === undefined ? `alerts ${other}` : `alerts A-${alert}`);
  if (alert !== undefined) return { kind: 'alerts', do: 'show', alert };
  return { kind: 'alerts', do: other ?? 'rules' };
}

export const alerts: ActionVerb = {
  kind: 'action',
  name: 'alerts',
  summary:
    'What was alerted and what was kept silent and why, the rules that silence, and how the watcher fares',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'alerts', examples: EXAMPLES }, read),
};
