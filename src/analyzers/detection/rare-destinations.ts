/** Which pairs talk to a destination that hardly anybody of ours talks to, and that nobody has known for long. */
import { z } from 'zod';
import { isOldDestination, peerOf } from './acquainted.ts';
import { announcedNetwork } from './announced-network.ts';
import { isIn } from './blocks-parameter.ts';
import type { DetectorScope } from './detector.ts';
import type { OutboundPair } from './outbound-pairs.ts';

/** What makes a destination rare and new, as detectors are set to it. */
export const RARITY = {
  talkers: z
    .int()
    .min(1)
    .default(2)
    .describe('A destination with which more of ours talk is a service of everybody’s.'),
  talkersShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('The same, as a share of those that talk to outside at all.'),
  newDays: z
    .int()
    .min(1)
    .default(7)
    .describe('A destination that any of ours has known for so long is no news.'),
};

interface Rarity extends Readonly<z.infer<z.ZodObject<typeof RARITY>>> {
  readonly expected: readonly string[];
}

const DAY = 86_400;

const placeOf = ({ destination, destinationPort }: OutboundPair) =>
  `${announcedNetwork(destination)} ${destinationPort}`;

/** How many of ours talk to each network and port. */
function talkersOf(pairs: readonly OutboundPair[]): ReadonlyMap<string, ReadonlySet<string>> {
  const talkers = new Map<string, Set<string>>();
  for (const pair of pairs) {
    const key = placeOf(pair);
    talkers.set(key, (talkers.get(key) ?? new Set()).add(pair.source));
  }
  return talkers;
}

/** Whether nobody else of ours talks to that network and port. @param pairs all there are */
export function isAloneAmong(pairs: readonly OutboundPair[]): (pair: OutboundPair) => boolean {
  const talkers = talkersOf(pairs);
  return (pair) => (talkers.get(placeOf(pair))?.size ?? 0) <= 1;
}

/** @param pairs all there are, as rarity is among them */
export function isRareAmong(
  pairs: readonly OutboundPair[],
  { detecting, request, parameters: set }: DetectorScope<Rarity>,
): (pair: OutboundPair) => boolean {
  const talkers = talkersOf(pairs);
  const most = Math.max(set.talkers, set.talkersShare * new Set(pairs.map(({ source }) => source)).size);
  const isExpected = isIn(set.expected);
  const { history } = detecting;
  const now = request.window.end;
  return (pair) =>
    (talkers.get(placeOf(pair))?.size ?? 0) <= most &&
    !isOldDestination(history, pair.destination, set.newDays, now) &&
    (peerOf(history, pair.source, pair.destination)?.first ?? now) > now - set.newDays * DAY &&
    !isExpected(pair.destination);
}
