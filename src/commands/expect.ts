/** `expect A-12 because …`: what it found is as it should be. Nobody is told of the like until somebody must look at it again. */
import type { MuteAction } from './action.ts';
import { readEnd } from './alerting/end.ts';
import { explained } from './alerting/explained.ts';
import { noAlert } from './alerting/number.ts';
import { reasoned, withReason } from './alerting/reason.ts';
import { hasConditions, readSilence } from './alerting/silence.ts';
import { isProblem, type Problem } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE = 'expect A-12 [for 90d] because <reason> · expect end M-3';
const EXAMPLES = [
  'expect A-12 because the backup of every night goes there',
  'expect A-12 for 30d because the migration runs until then',
];
const DAY = 86_400;
const USUAL_DAYS = 90;
const MOST_DAYS = 366;

function read(argument: string, clock: Clock): MuteAction | Problem {
  const end = readEnd('expect', argument);
  if (end) return end;
  const reason = reasoned('expect', argument, USAGE);
  if (isProblem(reason)) return reason;
  const words = wordsOf(reason.said);
  const silence = readSilence(words, clock, MOST_DAYS);
  if (isProblem(silence)) return withReason('expect', silence, reason);
  const { alert, matcher } = silence;
  if (alert === null || hasConditions(silence)) return noAlert(words[0], USAGE, EXAMPLES[0] ?? '');
  const span = silence.span ?? { startsAt: clock.now, endsAt: clock.now + USUAL_DAYS * DAY };
  return { kind: 'mute', do: 'make', rule: 'expected', alert, matcher, ...span, reason: reason.reason };
}

export const expect: ActionVerb = {
  kind: 'action',
  name: 'expect',
  summary: 'Says that what an alert found is as it should be; somebody looks at it again in 90 days',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'expect', examples: EXAMPLES }, read),
};
