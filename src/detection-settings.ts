/** What detectors are set to: as the configuration says, with the lists of threats that it names as they are known now. */
import { readFile } from 'node:fs/promises';
import type { DetectionSettings } from './analyzers/detection/detecting.ts';
import type { Config } from './config.ts';
import { createFeeds } from './feeds/feeds.ts';

/** Waits for lists that were never read. Never rejects: one that cannot be read is a note. */
type ReadDetection = () => Promise<DetectionSettings>;

/** @param now seconds since the epoch */
export function openDetection({ feeds, ...settings }: Config['detection'], now: () => number): ReadDetection {
  const { current } = createFeeds({
    settings: feeds,
    now,
    fetch: globalThis.fetch,
    readBytes: (path) => readFile(path),
  });
  return async () => ({ ...settings, feeds: await current() });
}
