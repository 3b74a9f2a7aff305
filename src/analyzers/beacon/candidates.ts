/** Which pairs are worth a look at their records: rare and new destinations, connected to often enough and for long enough, the most evenly first. */
import { UDP } from '../../record/protocols.ts';
import { type OutboundPair, SLOT } from '../detection/outbound-pairs.ts';
import { isRareAmong } from '../detection/rare-destinations.ts';
import type { BeaconScope } from './parameters.ts';

/** What is seen in a larger share of the slots of its time goes on without a pause that a record could show. */
const PAUSED_SHARE = 0.6;

/** New connections, or datagrams from one port with pauses between them: a connection that persists has no beats. */
function hasStarts(pair: OutboundPair, fewest: number): boolean {
  if (pair.sourcePorts >= fewest) return true;
  const spanSlots = (pair.last - pair.first) / SLOT;
  return pair.protocol === UDP && pair.slots >= fewest && pair.slots <= PAUSED_SHARE * spanSlots;
}

/** How many, about: each has a port of its own, or else a record at least. */
export function connectionsOf({ sourcePorts, records }: OutboundPair): number {
  return sourcePorts > 1 ? sourcePorts : records;
}

/** The share of slots that are taken of those that could be: near 1 for a clock, 0.63 for chance with one connection a slot. */
function evenness(pair: OutboundPair): number {
  return pair.slots / Math.min(connectionsOf(pair), Math.max(1, (pair.last - pair.first) / SLOT));
}

export function candidatesIn(pairs: readonly OutboundPair[], scope: BeaconScope): readonly OutboundPair[] {
  const { parameters: set } = scope;
  const isRare = isRareAmong(pairs, scope);
  return pairs
    .filter(
      (pair) =>
        pair.last - pair.first >= set.spanHours * 3600 &&
        hasStarts(pair, set.connections) &&
        !set.expectedPorts.includes(pair.destinationPort) &&
        isRare(pair),
    )
    .sort((a, b) => evenness(b) - evenness(a));
}
