/** The threat feeds of the configuration, read when they are due and kept meanwhile. A feed that cannot be read is an older list, and a note. */
import type { ThreatFeed } from '../analyzers/detection/detecting.ts';
import { indexFeed } from './index-feed.ts';
import { type ParsedFeed, parseFeed } from './parse-feed.ts';
import { FeedError, type FeedPlace, type FeedReaders, readFeed } from './read-feed.ts';

export type FeedSettings = FeedPlace & { readonly name: string; readonly refreshHours: number };

export interface Feeds {
  /** As they are known now; waits for those that were never read. Never rejects. */
  current(): Promise<readonly ThreatFeed[]>;
}

interface FeedsParts extends FeedReaders {
  readonly settings: readonly FeedSettings[];
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const HOUR = 3600;
/** An address that was a threat a week ago may be somebody else's by now. */
const EXPIRES = 7 * 24 * HOUR;
/** After a failure it is tried again no sooner, seconds. */
const RETRY = 300;

interface Read {
  readonly at: number;
  readonly etag: string | null;
  readonly notes: readonly string[];
  readonly lookUp: (address: string) => string | null;
}

/** Addresses, whose parameters may be keys: notes are read by everybody who reads an answer. */
const ADDRESS = /\bhttps?:\S+/gi;

function reasonOf(error: unknown): string {
  if (error instanceof FeedError) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return 'its server did not answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  const told = cause instanceof Error ? cause : error;
  return (told instanceof Error ? told.message : String(told)).replace(ADDRESS, 'its address');
}

function notesOf(name: string, { entries, unread, leftOut, cutOff }: ParsedFeed): readonly string[] {
  return [
    ...(entries.length === 0 ? [`The threat feed ${name} has no address that could be read.`] : []),
    ...(unread > entries.length
      ? [`Of the threat feed ${name} ${unread.toLocaleString('en')} lines could not be read as addresses.`]
      : []),
    ...(leftOut > 0
      ? [
          `The threat feed ${name} has ${leftOut.toLocaleString('en')} blocks that are private or very large; they are left out.`,
        ]
      : []),
    ...(cutOff
      ? [`The threat feed ${name} is cut off after ${entries.length.toLocaleString('en')} entries.`]
      : []),
  ];
}

/** One feed, with what is known of it. */
function createFeed(setting: FeedSettings, parts: FeedsParts) {
  const { name } = setting;
  let read: Read | null = null;
  let failed: { readonly at: number; readonly because: string } | null = null;
  let reading: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    const at = parts.now();
    try {
      const found = await readFeed(setting, read?.etag ?? null, parts);
      failed = null;
      if (found === 'same') {
        read = read && { ...read, at };
        return;
      }
      const parsed = parseFeed(found.text);
      read = { at, etag: found.etag, notes: notesOf(name, parsed), lookUp: indexFeed(parsed.entries) };
    } catch (error) {
      failed = { at, because: reasonOf(error) };
    }
  }

  function isDue(): boolean {
    const now = parts.now();
    if (failed && now - failed.at < RETRY) return false;
    return !read || now - read.at >= setting.refreshHours * HOUR;
  }

  function asKnown(): ThreatFeed {
    const isExpired = !read || parts.now() - read.at >= EXPIRES;
    const state = !read
      ? 'nothing of it is known'
      : isExpired
        ? 'its list has expired'
        : 'an older list is used';
    return {
      name,
      readAt: read?.at ?? 0,
      notes: [
        ...(failed ? [`The threat feed ${name} could not be read, so ${state}: ${failed.because}.`] : []),
        ...(read && !isExpired ? read.notes : []),
      ],
      lookUp: (address) => (read && !isExpired ? read.lookUp(address) : null),
    };
  }

  return async (): Promise<ThreatFeed> => {
    if (isDue()) {
      reading ??= refresh().finally(() => {
        reading = null;
      });
    }
    // What is known is enough until what is newer has come.
    if (!read || parts.now() - read.at >= EXPIRES) await reading;
    return asKnown();
  };
}

export function createFeeds(parts: FeedsParts): Feeds {
  const feeds = parts.settings.map((setting) => createFeed(setting, parts));
  return { current: () => Promise.all(feeds.map((feed) => feed())) };
}
