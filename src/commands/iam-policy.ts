/** `iam-policy [source]`: the least that the configured sources need to be allowed on AWS. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { IamPolicyAction } from './action.ts';
import { shown } from './grammar/problem.ts';
import { wordsOf } from './grammar/words.ts';
import type { ActionVerb } from './verb.ts';

export const iamPolicy: ActionVerb = {
  kind: 'action',
  name: 'iam-policy',
  summary: 'The least that flows must be allowed on AWS, of the configured sources; in a terminal',
  usage: 'iam-policy [source]',
  examples: ['iam-policy', 'iam-policy production'],
  read(argument): IamPolicyAction | MistakeAnswer {
    const [source, more] = wordsOf(argument);
    if (more)
      return {
        kind: 'mistake',
        text: `iam-policy ${argument}`,
        problem: `After the source ${shown(more.text)} says nothing.`,
        allowed: '`iam-policy` for all sources together, or the name of one of them',
        example: 'iam-policy production',
      };
    return { kind: 'iam-policy', source: source?.text ?? null };
  },
};
