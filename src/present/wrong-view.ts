/** Asks who found an answer wrong what it was instead. Nothing depends on it: that it was wrong is noted already. */
import type { ModalView } from '@slack/types';
import { cut } from './limits.ts';
import { forTerminal } from './untrusted.ts';

/** Enough for a sentence or two; what is longer belongs into the thread. */
export const INSTEAD_TEXT = 1000;

/** @param metadata comes back with what was written, at most 3000 characters. @param summary of the answer: untrusted */
export function wrongView(metadata: string, summary: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'flows-instead',
    private_metadata: metadata,
    title: { type: 'plain_text', text: 'Noted: wrong' },
    submit: { type: 'plain_text', text: 'Send' },
    close: { type: 'plain_text', text: 'Leave it' },
    blocks: [
      {
        type: 'section',
        text: { type: 'plain_text', text: cut(forTerminal(summary), 300) || ' ', emoji: false },
      },
      {
        type: 'input',
        block_id: 'instead',
        optional: true,
        label: { type: 'plain_text', text: 'What was it instead?' },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: INSTEAD_TEXT,
          placeholder: { type: 'plain_text', text: 'e.g. the security group of db-1' },
        },
      },
    ],
  };
}
