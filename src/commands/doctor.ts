/** `doctor`: whether everything that the bot needs is there, and what mends it where it is not. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { DoctorAction } from './action.ts';
import { shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

export const doctor: ActionVerb = {
  kind: 'action',
  name: 'doctor',
  summary:
    'Whether configuration, Slack, store and sources are as they have to be, and what mends it; in a terminal',
  usage: 'doctor',
  examples: ['doctor'],
  read(argument): DoctorAction | MistakeAnswer {
    const [word] = wordsOf(argument);
    if (!word) return { kind: 'doctor' };
    return {
      kind: 'mistake',
      text: `doctor ${argument}`,
      problem: `\`doctor\` looks at everything, and takes nothing such as ${shown(word.text)}.`,
      allowed: '`doctor` alone, or with --config and --json',
      example: 'doctor',
    };
  },
};
