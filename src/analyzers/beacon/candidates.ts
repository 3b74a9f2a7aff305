/** Which pairs are worth a look at their records: rare and new destinations, connected to often enough and for long enough, the most evenly first. */
import { cidrContains } from '../../record/address.ts';
import { isOldDestination, peerOf } from '../detection/acquainted.ts';
import { blocksIn } from '../detection/blocks-parameter.ts';
import { networkAround } from '../detection/destination-network.ts';
import { type OutboundPair, SLOT } from '../detection/outbound-pairs.ts';
import type { BeaconScope } from './parameters.ts';

const UDP = 17;
/** What is seen in a larger share of the slots of its time goes on without a pause that a record could show. */
const PAUSED_SHARE = 0.6;

/** New connections, or datagrams from one port with pauses between them: a connection that persists has no beats. */
function hasStarts(pair: OutboundPair, fewest: number): boolean {
  if (pair.sourcePorts >= fewest) return true;
  const spanSlots = (pair.last - pair.first) / SLOT;
  return pair.protocol === UDP && pair.slots >= fewest && pair.slots <= PAUSED_SHARE * spanSlots;
}

/** How many of ours talk to each network and port. */
function talkersOf(pairs: readonly OutboundPair[]): ReadonlyMap<string, ReadonlySet<string>> {
  const talkers = new Map<string, Set<string>>();
  for (const { source, destination, destinationPort } of pairs) {
    const key = `${networkAround(destination)} ${destinationPort}`;
    talkers.set(key, (talkers.get(key) ?? new Set()).add(source));
  }
  return talkers;
}

/** The share of slots that are taken of those that could be: near 1 for a clock, 0.63 for chance with one connection a slot. */
function evenness({ slots, sourcePorts, records, first, last }: OutboundPair): number {
  const connections = sourcePorts > 1 ? sourcePorts : records;
  return slots / Math.min(connections, Math.max(1, (last - first) / SLOT));
}

export function candidatesIn(pairs: readonly OutboundPair[], scope: BeaconScope): readonly OutboundPair[] {
  const { parameters: set, detecting, request } = scope;
  const { history } = detecting;
  const talkers = talkersOf(pairs);
  const most = Math.max(set.talkers, set.talkersShare * new Set(pairs.map(({ source }) => source)).size);
  const expected = blocksIn(set.expected);
  const now = request.window.end;
  const isOld = ({ source, destination }: OutboundPair) =>
    isOldDestination(history, destination, set.newDays, now) ||
    (peerOf(history, source, destination)?.first ?? now) <= now - set.newDays * 86_400;
  return pairs
    .filter(
      (pair) =>
        pair.last - pair.first >= set.spanHours * 3600 &&
        hasStarts(pair, set.connections) &&
        !set.expectedPorts.includes(pair.destinationPort) &&
        (talkers.get(`${networkAround(pair.destination)} ${pair.destinationPort}`)?.size ?? 0) <= most &&
        !isOld(pair) &&
        !expected.some((block) => cidrContains(block, pair.destination)),
    )
    .sort((a, b) => evenness(b) - evenness(a));
}
