/** The schema of the configuration of detectors: what is ours, what each detector is set to, and whose lists of threats are read. */
import { z } from 'zod';
import { Blocks, blocksIn } from './analyzers/detection/blocks-parameter.ts';
import type { DetectionSettings } from './analyzers/detection/detecting.ts';
import { DETECTORS } from './analyzers/detectors.ts';
import { Name } from './config-sources.ts';
import type { FeedSettings } from './feeds/feeds.ts';

const PLACE = 'a path, or a url of https, and not both';
const WITHOUT_USER =
  'a URL of https without a user and a password in it: fetch such a list into a file by other means, and set its path instead';

/** It would be in the file that everybody reads, and fetch refuses such an address. */
function isWithoutUser(url: string): boolean {
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

const Feed = z
  .strictObject({
    name: Name.meta({
      description: 'What answers call the list. No two have the same.',
      examples: ['drop'],
    }),
    path: z
      .string()
      .min(1, 'the path of a file')
      .optional()
      .meta({
        title: 'the path of a file',
        description: 'A file of addresses or blocks, one a line, or first in CSV. Either this or `url`.',
        examples: ['./threats.txt'],
      }),
    url: z
      .url({ protocol: /^https$/, error: 'a URL of https', abort: true })
      .refine(isWithoutUser, WITHOUT_USER)
      .optional()
      .meta({
        title: 'a URL of https',
        description:
          'Where such a file is fetched, without a user and a password in it. Either this or `path`.',
        examples: ['https://www.spamhaus.org/drop/drop.txt'],
      }),
    refreshHours: z
      .number('a number of hours, 1 to 168')
      .min(1, 'a number of hours, 1 to 168')
      .max(168, 'a number of hours, 1 to 168')
      .default(6)
      .meta({
        title: 'a number of hours',
        description: 'How often it is read again. A list that cannot be read expires after 7 days.',
      }),
  })
  .transform(({ name, path, url, refreshHours }, { addIssue }): FeedSettings => {
    if (path !== undefined && url === undefined) return { name, refreshHours, path };
    if (url !== undefined && path === undefined) return { name, refreshHours, url };
    addIssue({ code: 'custom', path: [path === undefined ? 'path' : 'url'], message: PLACE });
    return z.NEVER;
  });
const FEED_SETTINGS = ['name', 'path', 'url', 'refreshHours'];

/** Each detector's own parameters. */
const Detectors = z.strictObject(
  Object.fromEntries(DETECTORS.map(({ id, parameters }) => [id, parameters.optional()])),
);

export const DetectionSchema = z.strictObject({
  inside: Blocks.transform(blocksIn)
    .default([])
    .describe('Blocks that are ours beside the private ones and those of the VPCs.')
    .meta({ examples: [['203.0.113.0/26', '2001:db8:12::/48']] }),
  detectors: Detectors.default({}).describe(
    'What each detector takes for suspicious, or is told to expect, by its id.',
  ),
  feeds: z
    .array(Feed)
    .superRefine((feeds, { addIssue }) => {
      feeds.forEach(({ name }, at) => {
        if (feeds.findIndex((other) => other.name === name) < at)
          addIssue({ code: 'custom', path: [at, 'name'], message: 'a name that no other feed has' });
      });
    })
    .default([])
    .describe('Lists of addresses that are known to attack: yours to name, none is built in.'),
});

/** As configured: the lists of threats are named, and not read yet. */
export interface ConfiguredDetection extends Omit<DetectionSettings, 'feeds'> {
  readonly feeds: readonly FeedSettings[];
}

export function configuredDetection({
  inside,
  detectors: parameters,
  feeds,
}: z.infer<typeof DetectionSchema>): ConfiguredDetection {
  return { inside, parameters, feeds };
}

/** @param path below `detection`: `detectors`, a detector's id, `feeds`, the number of one */
export function detectionKeysAt([part, which]: readonly PropertyKey[]): readonly string[] {
  if (part === 'feeds') return FEED_SETTINGS;
  if (part !== 'detectors') return Object.keys(DetectionSchema.shape);
  const detector = DETECTORS.find(({ id }) => id === which);
  return detector ? Object.keys(detector.parameters.shape) : DETECTORS.map(({ id }) => id);
}
