/** `accuracy [last 90d]`: how often answers were right, as people judged them. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { AccuracyAction } from './action.ts';
import { durationAt } from './grammar/duration.ts';
import { shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const DAY = 86_400;
/** Long enough for a team to have judged more than a few. */
const USUAL = 90 * DAY;
const LONGEST = 366 * DAY;

function mistake(argument: string): MistakeAnswer {
  return {
    kind: 'mistake',
    text: `accuracy ${argument}`,
    problem: `${shown(argument)} is no stretch of time that \`accuracy\` takes.`,
    allowed: '`accuracy`, for 90 days, or `accuracy last 30d`: from 1 to 366 days',
    example: 'accuracy last 30d',
  };
}

export const accuracy: ActionVerb = {
  kind: 'action',
  name: 'accuracy',
  summary: 'How often answers were right, as people judged them, by week, verdict and confidence',
  usage: 'accuracy [last 90d]',
  examples: ['accuracy', 'accuracy last 30d'],
  read(argument, { now }): AccuracyAction | MistakeAnswer {
    const words = wordsOf(argument);
    if (words.length === 0) return { kind: 'accuracy', window: { start: now - USUAL, end: now } };
    const from = words[0]?.text.toLowerCase() === 'last' ? 1 : 0;
    const length = durationAt(words, from);
    if (!length || length.next < words.length || length.seconds < DAY || length.seconds > LONGEST)
      return mistake(argument);
    return { kind: 'accuracy', window: { start: now - length.seconds, end: now } };
  },
};
