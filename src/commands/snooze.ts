/** `snooze A-12 1h`: one alert is silent until then, and told again if it still fires. */
import type { SnoozeAction } from './action.ts';
import { withTomorrow } from './alerting/coming-time.ts';
import { afterEnd } from './alerting/end.ts';
import { explained, surplus } from './alerting/explained.ts';
import { alertNumber, noAlert } from './alerting/number.ts';
import { readSpan, startsSpan } from './alerting/span.ts';
import { isProblem, type Problem } from './grammar/problem.ts';
import type { Clock } from './grammar/time-point.ts';
import { type Word, wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE = 'snooze A-12 <1h | until 18:00> · snooze end A-12';
const EXAMPLES = ['snooze A-12 1h', 'snooze A-12 until tomorrow 09:00', 'snooze end A-12'];
/** Longer, a mute says it, with a reason. */
const MOST_DAYS = 7;

function readSnoozeEnd([number, more]: readonly Word[]): SnoozeAction | Problem {
  const alert = alertNumber(number);
  if (alert === undefined) return noAlert(number, USAGE, 'snooze end A-12');
  if (more) return surplus(more, USAGE, `snooze end A-${alert}`);
  return { kind: 'snooze', alert, seconds: 0 };
}

function read(argument: string, clock: Clock): SnoozeAction | Problem {
  const ended = afterEnd(argument);
  if (ended) return readSnoozeEnd(ended);
  const words = withTomorrow(wordsOf(argument), clock);
  const alert = alertNumber(words[0]);
  if (alert === undefined) return noAlert(words[0], USAGE, 'snooze A-12 1h');
  const fixes = [`snooze A-${alert} 1h`];
  if (!startsSpan(words, 1))
    return { problem: 'It is not said how long.', allowed: `\`${USAGE}\`; at most ${MOST_DAYS} days`, fixes };
  const time = readSpan(words, 1, clock, MOST_DAYS);
  if (isProblem(time)) return { ...time, fixes };
  const more = words[time.next];
  if (more) return surplus(more, USAGE, fixes[0] ?? '');
  return { kind: 'snooze', alert, seconds: time.span.endsAt - clock.now };
}

export const snooze: ActionVerb = {
  kind: 'action',
  name: 'snooze',
  summary: 'Silences one alert for a while; it is told again if it still fires then',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'snooze', examples: EXAMPLES }, read),
};
