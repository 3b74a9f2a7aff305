/** `maintenance …`: while something is worked on its alerts stand in one message, and nobody is called. A port that is exposed is told all the same. */
import type { MuteAction } from './action.ts';
import { readEnd } from './alerting/end.ts';
import { explained } from './alerting/explained.ts';
import { reasoned, withReason } from './alerting/reason.ts';
import { hasConditions, noEnd, readSilence } from './alerting/silence.ts';
import { isProblem, type Problem } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE =
  'maintenance <subject, in source | all> <for 2h | from 22:00 to 02:00> because <reason> · maintenance end M-3';
const EXAMPLES = [
  'maintenance 10.0.2.0/24 from 22:00 to 02:00 because the databases are upgraded',
  'maintenance all for 2h because the transit gateway is replaced',
];
const MOST_DAYS = 31;

function read(argument: string, clock: Clock): MuteAction | Problem {
  const end = readEnd('maintenance', argument);
  if (end) return end;
  const reason = reasoned('maintenance', argument, USAGE);
  if (isProblem(reason)) return reason;
  const silence = readSilence(wordsOf(reason.said), clock, MOST_DAYS);
  if (isProblem(silence)) return withReason('maintenance', silence, reason);
  const { alert, matcher, isAll, span } = silence;
  if (alert !== null || hasConditions(silence) === isAll)
    return {
      problem: 'It is not said what is maintained.',
      allowed: '`all`, or what is worked on: an address, a CIDR block, a network interface, `in <source>`',
      fixes: [],
    };
  if (!span) return withReason('maintenance', noEnd(reason.said), reason);
  return { kind: 'mute', do: 'make', rule: 'maintenance', alert, matcher, ...span, reason: reason.reason };
}

export const maintenance: ActionVerb = {
  kind: 'action',
  name: 'maintenance',
  summary: 'Collapses the alerts of what is worked on to one message, except for exposed ports',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'maintenance', examples: EXAMPLES }, read),
};
