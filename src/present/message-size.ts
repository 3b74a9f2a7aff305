/** Keeps a whole message within what Slack takes: as many blocks from the start as fit, one that says what was left out, and those that it must end with. */
import { smallLines } from './blocks.ts';
import { BLOCKS_PER_MESSAGE, lengthOf, MESSAGE_CHARACTERS } from './limits.ts';
import type { MessageBlock } from './message-block.ts';

/** The characters of all texts in a block, its structure not counted. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return lengthOf(value);
  if (Array.isArray(value)) return value.reduce<number>((total, one) => total + charactersOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (total, [key, one]) => total + (key === 'type' ? 0 : charactersOf(one)),
    0,
  );
}

/** @param end blocks that are never left out, such as buttons: few and short */
export function withinMessage(
  blocks: readonly MessageBlock[],
  end: readonly MessageBlock[] = [],
): MessageBlock[] {
  const kept: MessageBlock[] = [];
  let characters = charactersOf(end);
  for (const block of blocks) {
    characters += charactersOf(block);
    if (characters > MESSAGE_CHARACTERS - 100 || kept.length === BLOCKS_PER_MESSAGE - 1 - end.length) {
      return [
        ...kept,
        smallLines(['More was found than fits into a Slack message: narrow the question.']),
        ...end,
      ];
    }
    kept.push(block);
  }
  return [...kept, ...end];
}

/**
 * The blocks divided over as many messages as hold them all, for what must not be left out.
 *
 * @param end goes under the last; few and short
 */
export function pagesOf(
  blocks: readonly MessageBlock[],
  end: readonly MessageBlock[],
): readonly (readonly MessageBlock[])[] {
  const pages: MessageBlock[][] = [[]];
  const most = BLOCKS_PER_MESSAGE - 1 - end.length;
  let characters = charactersOf(end);
  for (const block of blocks) {
    const size = charactersOf(block);
    const page = pages.at(-1);
    const isFull =
      page && page.length > 0 && (page.length === most || characters + size > MESSAGE_CHARACTERS - 100);
    if (page && !isFull) page.push(block);
    else pages.push([block]);
    characters = isFull ? charactersOf(end) + size : characters + size;
  }
  return pages;
}
