/** Help in Slack: all verbs at a glance, one in full, or a few words where that is all there is room for. */
import type { HelpAnswer, VerbGuide } from '../diagnosis/answer.ts';
import { header, section, sectionLines, smallLines } from './blocks.ts';
import { lengthOf, SECTION_TEXT } from './limits.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped, placeholders, prose } from './mrkdwn.ts';

/** Examples beyond this many characters would break the list of an overview. */
const SHORT_EXAMPLE = 36;

/** A verb in a line, by an example that can be typed; the rest is in its own help. */
function overviewLine({ name, summary, examples }: VerbGuide): string {
  const [example = name] = examples;
  return `${code(lengthOf(example) > SHORT_EXAMPLE ? name : example)}  ${escaped(summary)}`;
}

/** Lines in so many blocks as hold them: what a verb takes is not cut off. */
function inBlocks(lines: readonly string[]): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  let left = 0;
  for (const line of lines) {
    const length = lengthOf(line) + 1;
    if (length > left) {
      blocks.push([]);
      left = SECTION_TEXT;
    }
    blocks.at(-1)?.push(line);
    left -= length;
  }
  return blocks;
}

export function helpBlocks({ verbs, notes }: HelpAnswer): readonly MessageBlock[] {
  const [verb, ...others] = verbs;
  const small = inBlocks(notes.map(prose)).map(smallLines);
  // In a thread it is what can be asked beside what was asked before, which the notes say.
  if (!verb) return [sectionLines(notes.map(prose))];
  if (others.length > 0)
    return [
      header('What flows answers'),
      section(
        `Type ${code('/flows ‹one of these›')} with your own addresses and names; ${code('/flows help ‹verb›')} tells all of one.`,
      ),
      sectionLines(verbs.map(overviewLine)),
      ...small,
    ];
  const { name, summary, usage, examples } = verb;
  return [
    header(`flows ${name}`),
    section(`${escaped(summary)}\n${code(placeholders(usage))}`),
    ...(examples.length > 0
      ? [sectionLines(['*Try*', ...examples.map((example) => code(`/flows ${example}`))])]
      : []),
    ...small,
  ];
}
