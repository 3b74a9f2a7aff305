/** `ack A-12 [@person]`: somebody looks after an alert. */
import type { AckAction } from './action.ts';
import { explained, surplus } from './alerting/explained.ts';
import { alertNumber, noAlert } from './alerting/number.ts';
import { type Problem, shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

const USAGE = 'ack A-12 [@person]';
const EXAMPLES = ['ack A-12'];

/** A mention as it is read, or an id. */
const USER_ID = /^(?:<@([UW][A-Z0-9]+)>|@?([UW][A-Z0-9]{2,}))$/;

function read(argument: string): AckAction | Problem {
  const [number, person, more] = wordsOf(argument);
  const alert = alertNumber(number);
  if (alert === undefined) return noAlert(number, USAGE, 'ack A-12');
  if (more) return surplus(more, USAGE, `ack A-${alert}`);
  const [, mentioned, written] = USER_ID.exec(person?.text ?? '') ?? [];
  const owner = mentioned ?? written ?? null;
  if (!person || owner !== null) return { kind: 'ack', alert, owner };
  return {
    problem: `${shown(person.text)} is nobody that I can find.`,
    allowed: `\`${USAGE}\`, with a mention of who looks after it; without one it is you`,
    fixes: [`ack A-${alert}`],
  };
}

export const ack: ActionVerb = {
  kind: 'action',
  name: 'ack',
  summary: 'Says who looks after an alert, so that nobody else is reminded',
  usage: USAGE,
  examples: EXAMPLES,
  read: explained({ name: 'ack', examples: EXAMPLES }, read),
};
