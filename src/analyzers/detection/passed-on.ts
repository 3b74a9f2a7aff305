/** Whose connections are a host's own: what a NAT gateway passes on was opened by others of ours, and is theirs alone. */
import type { Window } from '../../query/window.ts';
import { byKey } from './by-key.ts';
import type { DetectorScope } from './detector.ts';
import type { Observed } from './history.ts';
import { MOST_PAIRS, type OutboundPair, SLOT } from './outbound-pairs.ts';
import { isRelay } from './relays.ts';

/** Of one host it may be a twin, that does the same at the same times; a gateway has several behind it. */
const FEWEST_HOSTS = 2;
/** Places where one other of ours goes and nobody else: fewer may be alike by chance. */
const FEWEST_PLACES = 5;
/** So much of them is as alike as what is passed on: the gateway may send something itself. */
const ALIKE_SHARE = 0.9;
/** A gateway needs a port of its own for each connection, but for those of which one end of the window has only one half. */
const PORTS_OFF = 0.1;

/** The same connections: as many, and over the same time. */
function isAlike(one: OutboundPair, other: OutboundPair): boolean {
  const most = Math.max(one.sourcePorts, other.sourcePorts);
  return (
    Math.abs(one.sourcePorts - other.sourcePorts) <= Math.max(1, PORTS_OFF * most) &&
    Math.abs(one.first - other.first) <= SLOT &&
    Math.abs(one.last - other.last) <= SLOT
  );
}

/** Of those with as few slots some were cut off, so that who else went there is not known. */
function slotsOfTheCut(pairs: readonly OutboundPair[]): number {
  return pairs.length < MOST_PAIRS ? 0 : Math.min(...pairs.map(({ slots }) => slots));
}

/**
 * As the records have it, where no configuration tells: wherever one other of ours goes and nobody else, it is there at the same times over as
 * many connections, whichever host that is.
 */
function passingOn(pairs: readonly OutboundPair[]): ReadonlySet<string> {
  const places = byKey(pairs, (pair) => `${pair.destination} ${pair.destinationPort} ${pair.protocol}`);
  const cut = slotsOfTheCut(pairs);
  const two = [...places.values()].flatMap(([one, other, ...more]) =>
    one && other && more.length === 0 && Math.min(one.slots, other.slots) > cut
      ? [
          { source: one.source, host: other.source, alike: isAlike(one, other) },
          { source: other.source, host: one.source, alike: isAlike(one, other) },
        ]
      : [],
  );
  const relays = [...byKey(two, ({ source }) => source)].flatMap(([source, at]) => {
    const alike = at.filter((place) => place.alike);
    const hosts = new Set(alike.map(({ host }) => host));
    const isPassing =
      alike.length >= Math.max(FEWEST_PLACES, ALIKE_SHARE * at.length) && hosts.size >= FEWEST_HOSTS;
    return isPassing ? [source] : [];
  });
  return new Set(relays);
}

const KIND = 'gateway';
/** What was one so lately still is, though the records of a window may be too few or too broken to show it. Seconds. */
const STILL = 7 * 86_400;

type Known = Pick<DetectorScope<unknown>, 'network' | 'detecting' | 'request'>;

/** Whether an address is one that passes on what others of ours send. @param pairs all there are */
export function isGatewayAmong(
  pairs: readonly OutboundPair[],
  { network, detecting: { history }, request: { window } }: Known,
): (address: string) => boolean {
  const relays = passingOn(pairs);
  const wasOne = (address: string) =>
    (history?.acquaintance(KIND, address)?.last ?? Number.NEGATIVE_INFINITY) > window.start - STILL;
  return (address) => relays.has(address) || isRelay(address, network) || wasOne(address);
}

/** The gateways that records alone show, to be remembered. */
export function gatewaysSeen(pairs: readonly OutboundPair[], window: Window): Observed['acquaintances'] {
  return [...passingOn(pairs)].map((key) => ({ kind: KIND, key, at: window.end }));
}

/** The pairs without those of gateways, which would count as somebody else who goes there. */
export function pairsOfHosts(pairs: readonly OutboundPair[], known: Known): readonly OutboundPair[] {
  const isGateway = isGatewayAmong(pairs, known);
  return pairs.filter(({ source }) => !isGateway(source));
}
