/** Messages of the local Slack as lines for a terminal. */
import { wrapped } from '../present/wrap.ts';
import type { SlackBlock, SlackPost } from './slack-user.ts';

const FENCE = '```';

const SIGNS: Readonly<Record<string, string>> = {
  red_circle: '●',
  large_orange_circle: '●',
  large_green_circle: '●',
  white_circle: '○',
  large_blue_circle: '●',
  warning: '!',
  x: '✗',
  octagonal_sign: '■',
  hourglass_flowing_sand: '…',
};

/** How lines are written: at most so wide, but for what is preformatted, and with people's names in the place of their ids. */
export interface PostStyle {
  readonly width: number;
  readonly names: Readonly<Record<string, string>>;
}

/** Without Slack's marks; entities as the characters that they stand for. */
function plain(mrkdwn: string, { names }: PostStyle): string {
  return mrkdwn
    .replace(/:([a-z_]+):/g, (written, name: string) => SIGNS[name] ?? written)
    .replace(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${names[id] ?? id}`)
    .replace(/<https?:[^<|>]+\|([^<>]+)>/g, '$1')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replaceAll('\u2060', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return part;
  return typeof part === 'object' && part !== null && 'text' in part ? textOf(part.text) : '';
}

function lineOf(mrkdwn: string, style: PostStyle): readonly string[] {
  const text = plain(mrkdwn, style);
  // A line that is all code is there to be pasted.
  return /^`[^`]+`$/.test(mrkdwn) ? [text] : wrapped(text, style.width);
}

function mrkdwnLines(mrkdwn: string, style: PostStyle): readonly string[] {
  if (!mrkdwn.startsWith(FENCE)) return mrkdwn.split('\n').flatMap((line) => lineOf(line, style));
  // What is preformatted keeps its columns.
  return plain(mrkdwn.replaceAll(FENCE, ''), style).trim().split('\n');
}

function blockLines(block: SlackBlock, style: PostStyle): readonly string[] {
  switch (block.type) {
    case 'section':
    case 'header':
      return mrkdwnLines(textOf(block['text']), style);
    case 'context': {
      const elements = Array.isArray(block['elements']) ? block['elements'] : [];
      return elements.flatMap((element) => mrkdwnLines(textOf(element), style));
    }
    default:
      return [];
  }
}

/** The lines of each block of a message. */
export function paragraphs(
  { text, blocks = [] }: SlackPost,
  style: PostStyle,
): readonly (readonly string[])[] {
  if (blocks.length === 0) return [mrkdwnLines(text, style)];
  return blocks.map((block) => blockLines(block, style)).filter((lines) => lines.length > 0);
}
