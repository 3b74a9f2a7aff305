/** The modal that asks where an answer is to be shared. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { section, smallLines } from './blocks.ts';
import { cut } from './limits.ts';
import { code, escaped } from './mrkdwn.ts';
import { LONGEST_COMMENT } from './share-card.ts';
import { forTerminal } from './untrusted.ts';

export const SHARE_FORM = 'flows-share-form';

/** Block ids, which name the field that an error is about; each has one element, which is called `value`. */
export const FIELD = { channel: 'channel', incident: 'incident', comment: 'comment' } as const;

/** Slack's limits of a select: options, and the characters of each. */
const OPTIONS = 100;
const OPTION_TEXT = 75;

interface Choice {
  readonly value: string;
  /** Untrusted. */
  readonly text: string;
}

export interface ShareForm {
  /** The answer in a sentence: untrusted. */
  readonly headline: string;
  /** As typed: untrusted. */
  readonly question: string;
  /** Null: Slack's own list, from which it leaves out channels that others share. */
  readonly channels: readonly Choice[] | null;
  /** Open ones, the most likely first. */
  readonly incidents: readonly Choice[];
  /** Handed back with what was chosen. */
  readonly carried: string;
}

function plain(text: string, limit = OPTION_TEXT) {
  return { type: 'plain_text' as const, text: cut(forTerminal(text).trim() || '-', limit), emoji: false };
}

function options(choices: readonly Choice[]) {
  return choices.slice(0, OPTIONS).map(({ value, text }) => ({ text: plain(text), value }));
}

function select(field: string, label: string, hint: string, choices: readonly Choice[]): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: 'value',
      placeholder: plain(hint),
      options: options(choices),
    },
  };
}

function anyConversation(): InputBlock {
  return {
    type: 'input',
    block_id: FIELD.channel,
    optional: true,
    label: plain('To a channel'),
    element: {
      type: 'conversations_select',
      action_id: 'value',
      placeholder: plain('Choose a channel'),
      filter: {
        include: ['public', 'private', 'mpim'],
        exclude_external_shared_channels: true,
        exclude_bot_users: true,
      },
    },
  };
}

function channelBlocks(channels: ShareForm['channels']): readonly KnownBlock[] {
  if (channels === null) return [anyConversation()];
  if (channels.length > 0) return [select(FIELD.channel, 'To a channel', 'Choose a channel', channels)];
  return [
    section(
      'There is no channel that both of us are in. Invite me to one with `/invite @flows`, then share again.',
    ),
  ];
}

function modal(title: string, blocks: readonly KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(title, 24), close: plain('Close', 24), blocks: [...blocks] };
}

/** Stands there until it is known what can be chosen: Slack opens a modal within three seconds or not at all. */
export function shareLoading(): ModalView {
  return modal('Share this answer', [section(':hourglass_flowing_sand: One moment …')]);
}

export function shareView({ headline, question, channels, incidents, carried }: ShareForm): ModalView {
  const canShare = channels === null || channels.length > 0 || incidents.length > 0;
  return {
    ...modal('Share this answer', [
      section(`*${escaped(headline)}*`),
      smallLines([code(question)]),
      ...channelBlocks(channels),
      ...(incidents.length > 0
        ? [select(FIELD.incident, 'Add to an open incident', 'Choose an incident', incidents)]
        : []),
      ...(canShare ? [commentBlock()] : []),
    ]),
    callback_id: SHARE_FORM,
    private_metadata: carried,
    ...(canShare ? { submit: plain('Share', 24) } : {}),
  };
}

function commentBlock(): InputBlock {
  return {
    type: 'input',
    block_id: FIELD.comment,
    optional: true,
    label: plain('Comment'),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: true,
      max_length: LONGEST_COMMENT,
      placeholder: plain('What they should know or do'),
    },
  };
}

/** Why it cannot be shared, and what to do. Untrusted. */
export function notShareable(problem: string, todo: string): ModalView {
  return modal('Share this answer', [section(`:lock: ${escaped(problem)}`), section(escaped(todo))]);
}
