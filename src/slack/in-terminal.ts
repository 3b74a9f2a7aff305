/** What is done where flows runs, in a terminal: whoever types it in Slack is told so. */
import type { DoctorAction, IamPolicyAction, InitAction } from '../commands/action.ts';
import { plainText } from '../commands/grammar/plain-text.ts';
import { problemMessage } from '../present/block-kit.ts';
import type { Perform } from './perform.ts';

export const performInTerminal: Perform<DoctorAction | IamPolicyAction | InitAction> = (
  { kind },
  { whisper, text },
) =>
  whisper(
    problemMessage({
      problem: `\`${kind}\` looks at how flows is set up, and is for whoever runs it.`,
      question: plainText(text),
      todo: `Type \`flows ${kind}\` in a terminal there.`,
    }),
  );
