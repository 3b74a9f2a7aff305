/** Finds the entry of a feed that holds an address, the smallest block first, in a few steps however long the list is. */
import { addressNumber, indexBlocks } from '../network/block.ts';
import type { FeedEntry } from './parse-feed.ts';

export function indexFeed(entries: readonly FeedEntry[]): (address: string) => string | null {
  const find = indexBlocks(entries.map(({ block, name }) => [block, name] as const));
  return (address) => {
    const number = addressNumber(address);
    return (number && find(number)[0]) ?? null;
  };
}
