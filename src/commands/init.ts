/** `init`: writes a configuration and the manifest of the Slack app, from what it asks. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { InitAction } from './action.ts';
import { shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

export const init: ActionVerb = {
  kind: 'action',
  name: 'init',
  summary: 'Writes the configuration and the manifest of the Slack app, from what it asks; in a terminal',
  usage: 'init',
  examples: ['init'],
  read(argument): InitAction | MistakeAnswer {
    const [word] = wordsOf(argument);
    if (!word) return { kind: 'init' };
    return {
      kind: 'mistake',
      text: `init ${argument}`,
      problem: `\`init\` asks for what it needs, and takes nothing such as ${shown(word.text)}.`,
      allowed: '`init` alone, or with --config and --yes',
      example: 'init',
    };
  },
};
