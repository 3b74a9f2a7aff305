/** The dialog that asks what a message does not say: whom it is about, on which port, and when. It shows nothing but what the message says. */
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { asTheyStand, type Found, portText, questionAbout } from '../../commands/find-in-text.ts';
import { cut } from '../../present/limits.ts';

/** Slack: checkboxes take so many. */
const MOST_CHOICES = 10;
/** Slack: the text of a choice. */
const CHOICE_TEXT = 75;
/** No record is longer, and Slack keeps no more than 3000 characters of all of this. */
const LONGEST_RECORD = 600;
const ANY = 'any';

/** Kept by Slack with the dialog: where the answer goes, and what was found. */
const Matter = z.object({
  channel: z.string(),
  /** Under the message. */
  thread: z.string(),
  responseUrl: z.string(),
  record: z.string().nullable(),
  subjects: z.array(z.string()),
  ports: z.array(z.string()),
  protocols: z.array(z.number()),
});
export type Matter = z.infer<typeof Matter>;

export const BLOCKS = { what: 'what', subjects: 'subjects', subject: 'subject', port: 'port', when: 'when' };

export function matterOf(
  { record, subjects, ports, protocols }: Found,
  place: Pick<Matter, 'channel' | 'thread' | 'responseUrl'>,
): Matter {
  return {
    ...place,
    record: record === null || record.length > LONGEST_RECORD ? null : record,
    subjects: asTheyStand(subjects.slice(0, MOST_CHOICES)).map(({ text }) => text),
    ports: ports.slice(0, MOST_CHOICES).map(portText),
    protocols: [...protocols],
  };
}

export function readMatter(metadata: string): Matter {
  return Matter.parse(JSON.parse(metadata));
}

function choice(text: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text: cut(text, CHOICE_TEXT), emoji: false }, value };
}

function input(
  id: string,
  label: string,
  rest: Pick<InputBlock, 'element' | 'hint' | 'optional'>,
): InputBlock {
  return { type: 'input', block_id: id, label: { type: 'plain_text', text: label }, ...rest };
}

/** The only port, or the one that is chosen; null for any. */
export function portOf({ ports }: Matter, chosen: string | undefined): string | null {
  const [only, ...others] = ports;
  if (only !== undefined && others.length === 0) return only;
  return ports.find((port) => port === chosen) ?? null;
}

/** What the record itself asks; null where it names nobody. */
export function recordQuestion(matter: Matter): string | null {
  return matter.subjects.length > 0
    ? questionAbout(matter.subjects, portOf(matter, undefined), matter)
    : null;
}

function whatToDo(matter: Matter): InputBlock {
  const question = recordQuestion(matter);
  const explain = choice('Explain this flow log record in words', 'decode');
  const options = [explain, ...(question === null ? [] : [choice(question, 'ask')])];
  return input(BLOCKS.what, 'There is a flow log record in this message', {
    element: { type: 'radio_buttons', action_id: BLOCKS.what, options, initial_option: explain },
  });
}

function aboutWhom({ subjects }: Matter): InputBlock {
  if (subjects.length === 0) {
    return input(BLOCKS.subject, 'Whom is it about?', {
      hint: { type: 'plain_text', text: 'The message names nobody that flow logs know.' },
      element: {
        type: 'plain_text_input',
        action_id: BLOCKS.subject,
        max_length: 300,
        placeholder: { type: 'plain_text', text: '10.0.1.5, eni-…, i-…, or a Name' },
      },
    });
  }
  return input(BLOCKS.subjects, 'Whom is it about?', {
    hint: {
      type: 'plain_text',
      text: 'One: what of it is rejected. Two: what becomes of traffic from the upper to the lower.',
    },
    element: {
      type: 'checkboxes',
      action_id: BLOCKS.subjects,
      options: subjects.map((text, index) => choice(text, `${index}`)),
    },
  });
}

function whichPort({ ports }: Matter): readonly InputBlock[] {
  if (ports.length < 2) return [];
  const any = choice('any port', ANY);
  const options = [any, ...ports.map((port) => choice(port, port))];
  return [
    input(BLOCKS.port, 'On which port?', {
      element: { type: 'static_select', action_id: BLOCKS.port, options, initial_option: any },
    }),
  ];
}

/** @param when the window as one types it */
export function diagnoseModal(matter: Matter, callbackId: string, when: string): ModalView {
  const asked = matter.record === null ? [aboutWhom(matter), ...whichPort(matter)] : [whatToDo(matter)];
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(matter),
    title: { type: 'plain_text', text: 'Diagnose flows' },
    submit: { type: 'plain_text', text: 'Diagnose' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...asked,
      input(BLOCKS.when, 'When?', {
        hint: { type: 'plain_text', text: 'last 1h, since 14:00, 14:00 to 14:20 yesterday' },
        element: { type: 'plain_text_input', action_id: BLOCKS.when, initial_value: when, max_length: 100 },
      }),
    ],
  };
}
