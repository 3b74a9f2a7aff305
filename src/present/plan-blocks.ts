/** What was prepared, in Slack: each part whole in fixed-width text that can be copied, or not at all, since half a script is worse than none. */
import { preformatted, section } from './blocks.ts';
import { cut, lengthOf, SECTION_TEXT } from './limits.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped, inCode } from './mrkdwn.ts';
import type { PreparedText } from './outline.ts';

/** Two thirds of a message: the answer around it needs room too. */
const PLAN_CHARACTERS = 8000;
const PLAN_BLOCKS = 24;
const TITLE = 200;
/** Titles of parts left out, beyond which they are counted. */
const NAMED = 5;

/** A block takes so many characters, without its fences. */
const BLOCK_CHARACTERS = SECTION_TEXT - 2 * '```\n'.length;

/** How many of the lines, from the first, one block takes. */
function fitting(lines: readonly string[]): number {
  let room = BLOCK_CHARACTERS;
  const tooMuch = lines.findIndex((line) => {
    room -= lengthOf(inCode(line)) + 1;
    return room < 0;
  });
  return tooMuch < 0 ? lines.length : tooMuch;
}

/** The lines in as many blocks as they need, parted at empty lines where there are any; undefined where a line is too long for a block. */
function inBlocks(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  const most = fitting(lines);
  if (most === lines.length) return [lines];
  if (most === 0) return undefined;
  const empty = lines.lastIndexOf('', most - 1);
  const end = empty > 0 ? empty + 1 : most;
  const rest = inBlocks(lines.slice(end));
  return rest && [lines.slice(0, end), ...rest];
}

function leftOut(titles: readonly string[], question: string): readonly MessageBlock[] {
  if (titles.length === 0) return [];
  const more = titles.length > NAMED ? ` and ${titles.length - NAMED} more` : '';
  const named = titles.slice(0, NAMED).map((title) => `*${escaped(cut(title, TITLE))}*`);
  const [verb = ''] = /^[a-z]+(?:-[a-z]+)*/.exec(question) ?? [];
  const command = ['flows', ...(verb ? [verb] : []), '… --markdown'].join(' ');
  return [
    section(
      `Too long for Slack: ${named.join(', ')}${more}. In a terminal, ${code(command)} prints all of it.`,
    ),
  ];
}

export function planBlocks(plan: readonly PreparedText[], question: string): readonly MessageBlock[] {
  const shown: MessageBlock[] = [];
  const left: string[] = [];
  let room = PLAN_CHARACTERS;
  for (const { title, lines } of plan) {
    const heading = `*${escaped(cut(title, TITLE))}*`;
    const length = lines.reduce((total, line) => total + lengthOf(inCode(line)) + 1, lengthOf(heading));
    const blocks = length <= room ? inBlocks(lines) : undefined;
    if (blocks && shown.length + blocks.length < PLAN_BLOCKS) {
      shown.push(section(heading), ...blocks.map(preformatted));
      room -= length;
    } else left.push(title);
  }
  return [...shown, ...leftOut(left, question)];
}
