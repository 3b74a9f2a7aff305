/**
 * The text of a threat feed as blocks: lists of addresses or blocks, one a line, with what stands behind `#` or `;` as a comment, and CSV whose first
 * column is one. Private blocks, which lists of bogons have, are left out: our own traffic would be on the list.
 */

import { blockOfOne } from '../network/block.ts';
import { type Cidr, isPrivateAddress, parseCidr } from '../record/address.ts';

export interface FeedEntry {
  readonly block: Cidr;
  /** The entry as a reader would find it in the list: the block, and its comment. */
  readonly name: string;
}

export interface ParsedFeed {
  readonly entries: readonly FeedEntry[];
  /** Lines that are neither an address nor a block nor a comment. */
  readonly unread: number;
  /** Blocks that are private, or so large that they name nobody. */
  readonly leftOut: number;
  readonly cutOff: boolean;
}

const MOST_ENTRIES = 250_000;
/** A block that is larger holds half the internet, and is a mistake. */
const LARGEST = { 4: 8, 6: 16 } as const;
const LONGEST_COMMENT = 60;

/** Comments are anybody's text; what could be markup or a control character is not told. */
function commentOf(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ._:/-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_COMMENT);
}

/** A line from its first mark on, without it and those that follow at once. An expression that matches them all may need more stack than there is. */
function afterMarks(marked: string): string {
  const begin = marked.search(/[^#;]/);
  return begin === -1 ? '' : marked.slice(begin);
}

/** Null for a line without an entry, undefined for one that cannot be read. */
function entryOf(line: string): FeedEntry | null | undefined {
  const mark = line.search(/[#;]/);
  const comment = mark === -1 ? '' : afterMarks(line.slice(mark));
  const content = mark === -1 ? line : line.slice(0, mark);
  const [first = '', ...columns] = content.trim().split(/[,\s]+/);
  const text = first.replace(/^"(.*)"$/, '$1');
  if (text === '') return null;
  const block = text.includes('/') ? parseCidr(text) : blockOfOne(text);
  if (!block) return undefined;
  const about = commentOf(comment.trim() === '' ? columns.join(' ') : comment);
  const shown = text.includes('/') ? block.text : (block.text.split('/')[0] ?? block.text);
  return { block, name: about === '' ? shown : `${shown}, ${about}` };
}

function isNobodys({ block }: FeedEntry): boolean {
  return block.prefix < LARGEST[block.family] || isPrivateAddress(block.text.split('/')[0] ?? '');
}

export function parseFeed(text: string): ParsedFeed {
  const entries: FeedEntry[] = [];
  let unread = 0;
  let leftOut = 0;
  for (const line of text.split(/\r?\n/)) {
    const entry = entryOf(line);
    if (entry === undefined) unread += 1;
    if (!entry) continue;
    if (isNobodys(entry)) leftOut += 1;
    else if (entries.length === MOST_ENTRIES) return { entries, unread, leftOut, cutOff: true };
    else entries.push(entry);
  }
  return { entries, unread, leftOut, cutOff: false };
}
