/** `mute end M-3`: what a person silenced is ended, whichever verb silenced it. */
import type { MuteAction } from '../action.ts';
import type { Problem } from '../grammar/problem.ts';
import { isKeyword, type Word, wordsOf } from '../grammar/words.ts';
import { surplus } from './explained.ts';
import { ruleNumber } from './number.ts';

/** The words after `end`; undefined where what follows the verb does not begin with it. */
export function afterEnd(argument: string): readonly Word[] | undefined {
  const [first, ...rest] = wordsOf(argument);
  return isKeyword(first, 'end') ? rest : undefined;
}

/** Undefined where nothing is to be ended. @param name of the verb, which the fixes begin with */
export function readEnd(name: string, argument: string): MuteAction | Problem | undefined {
  const words = afterEnd(argument);
  if (!words) return undefined;
  const [word, more] = words;
  const rule = ruleNumber(word);
  const usage = `${name} end M-3`;
  if (rule !== undefined && more) return surplus(more, usage, `${name} end M-${rule}`);
  if (rule !== undefined) return { kind: 'mute', do: 'end', rule };
  return {
    problem: `It is not said which ${name === 'mute' ? 'mute' : 'rule'} is to end.`,
    allowed: `\`${usage}\`; \`alerts rules\` lists them`,
    fixes: [usage],
  };
}
