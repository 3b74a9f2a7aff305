/** What detectors are set to: as the configuration says, with the lists of threats that it names as they are known now. */
import { readFile } from 'node:fs/promises';
import type { DetectionSettings } from './analyzers/detection/detecting.ts';
import type { Config } from './config.ts';
import { createFeeds } from './feeds/feeds.ts';
import type { Fetch } from './feeds/read-feed.ts';

/** Waits for lists that were never read. Never rejects: one that cannot be read is a note. */
type ReadDetection = () => Promise<DetectionSettings>;

/** Loads what few lists need, which move to another server. */
const fetchPublic: Fetch = async (url, request) => {
  const { createPublicFetch } = await import('./feeds/public-fetch.ts');
  return createPublicFetch()(url, request);
};

/** @param now seconds since the epoch */
export function openDetection({ feeds, ...settings }: Config['detection'], now: () => number): ReadDetection {
  const { current } = createFeeds({
    settings: feeds,
    now,
    fetch: globalThis.fetch,
    fetchPublic,
    readBytes: (path) => readFile(path),
  });
  return async () => ({ ...settings, feeds: await current() });
}
