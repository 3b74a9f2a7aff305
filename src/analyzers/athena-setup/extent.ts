/** Whose files a table reads and since when, as far as that is known; what is not stands as a word to be replaced. */
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { Scope } from '../analyzer.ts';
import { placeOf } from './chosen.ts';
import type { Extent } from './layout.ts';

const ACCOUNT = 'ACCOUNT_ID';
const REGION = 'REGION';
const PLACE = 's3://BUCKET/PREFIX/';

const A_YEAR = 365 * 86_400;
/** Years of four digits need an end; a table lives as long as this, or is made anew. */
const YEARS_AHEAD = 10;

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** Regions of the subnets' zones: `eu-west-1a` is in `eu-west-1`. */
function regionsOf(network: NetworkIndex | null): readonly string[] {
  const zones = (network?.network.subnets ?? []).flatMap(({ availabilityZone }) => availabilityZone ?? []);
  return zones.flatMap((zone) => /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone)?.[1] ?? []);
}

function distinct(values: readonly string[], otherwise: string): readonly string[] {
  return values.length === 0 ? [otherwise] : [...new Set(values)].sort();
}

/** @param isFirehose the files are Firehose's, whose place no flow log tells */
export function extentOf(flowLogs: readonly FlowLog[], { now, network }: Scope, isFirehose: boolean): Extent {
  const made = flowLogs.flatMap(({ createdAt }) => createdAt ?? []);
  const told = flowLogs.flatMap(({ region }) => region ?? []);
  const place = isFirehose ? undefined : flowLogs.map(placeOf).find((one) => one !== null);
  return {
    place: place ?? PLACE,
    accounts: distinct(
      flowLogs.flatMap(({ account }) => account ?? []),
      ACCOUNT,
    ),
    regions: distinct(told.length > 0 ? told : regionsOf(network), REGION),
    firstDay: dayOf(made.length > 0 ? Math.min(...made) : now - A_YEAR),
    lastYear: new Date(now * 1000).getUTCFullYear() + YEARS_AHEAD,
  };
}

const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  [
    ACCOUNT,
    'the id of the account that owns the flow log (`aws sts get-caller-identity`), or several with commas',
  ],
  [REGION, 'the region of the flow log, or several with commas'],
  ['BUCKET/PREFIX', 'where the Firehose stream writes (`aws firehose describe-delivery-stream`)'],
];

/** What a person has to put in place of words that stand for what is not known. */
export function replacements({ accounts, regions, place }: Extent, isFirehose: boolean): readonly string[] {
  const standing = isFirehose ? [place] : [...accounts, ...regions];
  return WORDS.filter(([word]) => standing.some((text) => text.includes(word))).map(
    ([word, meaning]) => `Replace ${word} by ${meaning}.`,
  );
}
