/** `mute …`: nobody is told of alerts that match, until a time that is said, for a reason that is said. They stay listed. */
import type { MuteAction } from './action.ts';
import { readEnd } from './alerting/end.ts';
import { explained } from './alerting/explained.ts';
import { MATCHER_FORMS } from './alerting/matcher.ts';
import { reasoned, withReason } from './alerting/reason.ts';
import { hasConditions, noEnd, readSilence } from './alerting/silence.ts';
import { isProblem, type Problem } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE =
  'mute <A-12 | detector, subject, class, in source> <for 8h | until 18:00> because <reason> · mute end M-3';
const EXAMPLES = [
  'mute A-12 for 8h because a pen test runs',
  'mute port-scan 10.0.9.0/24 for 7d because the scanner of the security team lives there',
  'mute brute-force web-1 class tcp/22 until 18:00 because of a load test',
  'mute end M-3',
];
/** Longer, it is expected, and looked at again. */
const MOST_DAYS = 31;

function read(argument: string, clock: Clock): MuteAction | Problem {
  const end = readEnd('mute', argument);
  if (end) return end;
  const reason = reasoned('mute', argument, USAGE);
  if (isProblem(reason)) return reason;
  const silence = readSilence(wordsOf(reason.said), clock, MOST_DAYS);
  if (isProblem(silence)) return withReason('mute', silence, reason);
  const { alert, matcher, span } = silence;
  if (alert === null && !hasConditions(silence))
    return {
      problem: 'It is not said which alerts are to be silent.',
      allowed: `the number of an alert, or ${MATCHER_FORMS}`,
      fixes: [],
    };
  if (!span) return withReason('mute', noEnd(reason.said), reason);
  return { kind: 'mute', do: 'make', rule: 'mute', alert, matcher, ...span, reason: reason.reason };
}

export const mute: ActionVerb = {
  kind: 'action',
  name: 'mute',
  summary: 'Tells nobody of alerts that match, until a time and for a reason that you say; they stay listed',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'mute', examples: EXAMPLES }, read),
};
