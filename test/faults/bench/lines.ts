/** What people have read of messages, as lines that are the same in each run. */
import type { KeptMessage } from '../../kit/slack-workspace.ts';
import { ANSWER } from './account.ts';

type Block = Readonly<Record<string, unknown>>;

/** All texts within blocks, in order. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { text, ...rest } = value as Block;
  // Buttons are there after every answer.
  if (rest['type'] === 'actions') return [];
  return [...(typeof text === 'string' ? [text] : textsIn(text)), ...textsIn(Object.values(rest))];
}

/** Durations and what counts on differ from run to run. */
function steady(text: string): string {
  return (
    text
      .replace(/ · asked by <@\w+>.*$/s, '')
      .replaceAll(/\b\d+ times over \d+ (?:s|min)(?: \d+ s)?/g, '… times over …')
      .replaceAll(/ · \d+(?:\.\d+)? (?:ms|s|min(?: \d+ s)?)$/g, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
      .replaceAll('\u2060', '')
      // Marks of Slack's, which mean something else in a table.
      .replaceAll(/:[a-z_]+: /g, '')
      .replaceAll(/\*([^*]+)\*/g, '$1:')
      .replace(/quote \S+ to whoever/, 'quote … to whoever')
      .replaceAll(/\s+/g, ' ')
      .trim()
  );
}

const NO_ANSWER = /^(?:```\n)?Could not /;
/** Progress that has nothing to do with a fault. */
const USUAL =
  /^(?:running|scheduled|next in the queue|queued behind .*|\d+ of \d+ queries answered)(?: · .*)?$/;

/** Of a question that runs, what it does; of another message, its sentence; of what says that there is no answer, the thread with all of it. */
function lineOf({ text, blocks, thread_ts: thread }: KeptMessage): string {
  const texts = textsIn(JSON.parse(blocks));
  if (thread !== undefined) return NO_ANSWER.test(text) ? steady(texts.join(' ')) : '';
  if (text === ANSWER) return 'the answer';
  const isRunning = blocks.includes('flows-cancel');
  if (!isRunning) return NO_ANSWER.test(text) ? '' : steady(text);
  return steady(texts.find((one) => one.includes(' · asked by ')) ?? text);
}

/** All that a message says. */
export function spoken(message: unknown): string {
  const [text, blocks] = ['text', 'blocks'].map((name): unknown => Reflect.get(Object(message), name));
  const texts = textsIn(blocks);
  return texts.length > 0 ? texts.join(' ') : String(text ?? '');
}

/** A message as one line; the answer by its name. */
export function shortened(text: string): string {
  return text.includes(ANSWER) ? 'the answer, to who asked alone' : steady(text);
}

/** Without repetitions. */
export function linesOf(revisions: readonly KeptMessage[]): readonly string[] {
  const lines = revisions.map(lineOf).filter((line) => line !== '' && !USUAL.test(line));
  return lines.filter((line, index) => line !== lines[index - 1]);
}
