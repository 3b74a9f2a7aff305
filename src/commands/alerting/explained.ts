/** Reads what follows a verb about alerts; what is wrong is explained with an example that can be read. */
import type { MistakeAnswer } from '../../diagnosis/answer.ts';
import type { Action } from '../action.ts';
import { isProblem, type Problem, shown } from '../grammar/problem.ts';
import type { Clock } from '../grammar/time-point.ts';
import type { Word } from '../grammar/words.ts';
import type { ActionVerb } from '../verb.ts';

const LONGEST_EXAMPLE = 200;
const SHOWN_TEXT = 200;

type Read = (argument: string, clock: Clock) => Action | Problem;

export function explained(
  { name, examples }: Pick<ActionVerb, 'name' | 'examples'>,
  read: Read,
): ActionVerb['read'] {
  const isReadable = (fix: string, clock: Clock) =>
    fix.length <= LONGEST_EXAMPLE && !isProblem(read(fix.slice(name.length).trim(), clock));

  return (argument, clock): Action | MistakeAnswer => {
    const found = read(argument, clock);
    if (!isProblem(found)) return found;
    const { problem, allowed, fixes } = found;
    const text = `${name} ${argument}`;
    return {
      kind: 'mistake',
      text: text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text,
      problem,
      allowed,
      example: [...fixes, ...examples].find((fix) => isReadable(fix, clock)) ?? 'alerts',
    };
  };
}

export function surplus(word: Word, usage: string, fix: string): Problem {
  return { problem: `${shown(word.text)} is more than it takes.`, allowed: `\`${usage}\``, fixes: [fix] };
}
