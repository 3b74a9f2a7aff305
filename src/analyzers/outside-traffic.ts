/** Rejected traffic with addresses outside: which of it may be more than probes, and which of that turns out to be probes after all. */
import type { Request } from '../query/request.ts';
import { cidrContains } from '../record/address.ts';
import { isServicePort } from '../record/ports.ts';
import { isPersistent, looksLikeReply, type OutsidePair } from './background-scan.ts';
import type { Rejection } from './rejection.ts';
import { insideBlocks } from './subject.ts';

/** The sender and the receiver of packets. */
interface Ends {
  readonly source: string | null;
  readonly destination: string | null;
}

interface OutsideRow extends OutsidePair {
  readonly source: string;
  readonly destination: string;
}

/** So few outside addresses on so few ports are no background: each is looked at like a client. */
const FEW = 2;

function isQuiet(pairs: readonly OutsidePair[]): boolean {
  return pairs.length <= FEW && pairs.every(({ destinationPorts }) => destinationPorts <= FEW);
}

function isService(protocol: number | null): (port: number) => boolean {
  return (port) => port < 1024 || isServicePort(port, protocol);
}

function insideOf(request: Request): (address: string) => boolean {
  const blocks = insideBlocks(request);
  return (address) => blocks.some((block) => cidrContains(block, address));
}

/** More than a probe whatever its flags say: it has a reason, is one of a few, comes from our own hosts, or keeps trying. */
function isSerious(
  pair: OutsideRow,
  pairs: readonly OutsidePair[],
  isInside: (address: string) => boolean,
): boolean {
  return (
    pair.rejectReason !== null ||
    isQuiet(pairs) ||
    (isInside(pair.source) && !isInside(pair.destination)) ||
    isPersistent(pair)
  );
}

function withEnds(pairs: readonly OutsidePair[]): readonly OutsideRow[] {
  return pairs.flatMap((pair) => {
    const { source, destination } = pair;
    return source === null || destination === null ? [] : [{ ...pair, source, destination }];
  });
}

/** Pairs whose packets are looked at one by one: the serious ones, and those that look like replies from out there. */
export function worthFollowing(pairs: readonly OutsidePair[], request: Request): readonly OutsideRow[] {
  const isInside = insideOf(request);
  return withEnds(pairs).filter(
    (pair) => isSerious(pair, pairs, isInside) || looksLikeReply(pair, isService(pair.protocol)),
  );
}

/** Tells the packets of pairs that looked like replies and, as their flags or ports show, opened connections: probes from a service port. */
export function probesAmong(
  pairs: readonly OutsidePair[],
  found: readonly Rejection[],
  request: Request,
): (ends: Ends) => boolean {
  const isInside = insideOf(request);
  const keyOf = ({ source, destination }: Ends) => `${source} ${destination}`;
  const opened = new Set(
    found.flatMap(({ cause, fromInitiator, rejected }) =>
      cause === 'request' && fromInitiator ? rejected.slice(0, 1).map(keyOf) : [],
    ),
  );
  const probes = new Set(
    withEnds(pairs)
      .filter((pair) => !isSerious(pair, pairs, isInside))
      .map(keyOf)
      .filter((key) => opened.has(key)),
  );
  return (ends) => probes.has(keyOf(ends));
}
