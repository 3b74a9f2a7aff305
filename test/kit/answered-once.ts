/** Whether a question was answered as it must be, by the messages that a channel has: once, in order, with its files. */
import type { KeptMessage } from './slack-workspace.ts';

const isRunning = ({ blocks }: KeptMessage) => blocks.includes('flows-cancel');

/** The message of a question that has become its answer. */
export function isVerdict(message: KeptMessage): boolean {
  return /asked by|Stopped/.test(message.blocks) && !isRunning(message);
}

export interface Expected {
  /** The message that carries the question. */
  readonly isRoot: (message: KeptMessage) => boolean;
  readonly files: number;
}

/** What is wrong, in words; nothing where all is as it must be. */
export function wrongWith(messages: readonly KeptMessage[], { isRoot, files }: Expected): readonly string[] {
  const roots = messages.filter(isRoot);
  const [root] = roots;
  if (!root || roots.length > 1) return [`${roots.length} messages carry the question`];
  const replies = messages.filter((one) => one.thread_ts === (root.thread_ts ?? root.ts) && one !== root);
  const texts = replies.filter((one) => !one.files).map(({ text, blocks }) => text + blocks);
  const attached = replies.filter((one) => one.files);
  const lastText = replies.findLastIndex((one) => !one.files);
  return [
    ...(isVerdict(root) ? [] : ['the question has not become its answer']),
    ...(texts.length > 0 ? [] : ['there are no reasons']),
    ...(new Set(texts).size === texts.length ? [] : ['the same reasons stand there twice']),
    ...(attached.length === files ? [] : [`${attached.length} files, not ${files}`]),
    ...(replies.every(({ ts }) => ts > root.ts) ? [] : ['reasons stand before the question']),
    ...(replies.findIndex((one) => one.files) < lastText && attached.length > 0
      ? ['a file stands before the reasons']
      : []),
  ];
}
