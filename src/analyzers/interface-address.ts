/**
 * Which way a record ran at its network interface: in or out. Formats from version 5 on say it (`flow-direction`);
 * for the others it follows from which address is the interface's own, and that is the one present in everything it logged.
 */

import type { NetworkIndex } from '../network/find/index-network.ts';
import { ownAddresses as configuredAddresses } from '../network/network-interface.ts';
import { field } from '../query/expression.ts';
import { count, type FlowQuery, groups } from '../query/flow-query.ts';
import { any, isOneOf } from '../query/predicate.ts';
import type { Window } from '../query/window.ts';
import { isPrivateAddress } from '../record/address.ts';
import type { Sighting } from './sighting.ts';

export interface AddressPairRow {
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  readonly flowDirection: string | null;
}

/** The address pairs that these interfaces logged, and those of any interface that logged one of these addresses; the busiest first. */
export function addressPairs(
  window: Window,
  interfaces: readonly string[],
  addresses: readonly string[],
): FlowQuery<AddressPairRow & { readonly records: number }> {
  return groups({
    window,
    where: any(
      isOneOf(field('interfaceId'), interfaces),
      isOneOf(field('srcAddr'), addresses),
      isOneOf(field('dstAddr'), addresses),
    ),
    columns: {
      interfaceId: field('interfaceId'),
      subnetId: field('subnetId'),
      srcAddr: field('srcAddr'),
      dstAddr: field('dstAddr'),
      flowDirection: field('flowDirection'),
    },
    measures: { records: count() },
    orderBy: [{ by: 'records', descending: true }],
    limit: 3000,
  });
}

/** Interface id → the addresses that could be its own. One candidate means certain; two, that it logged a single pair. */
export type OwnAddresses = ReadonlyMap<string, ReadonlySet<string>>;

function candidatesIn({ srcAddr, dstAddr, flowDirection }: AddressPairRow): ReadonlySet<string> {
  if (flowDirection === 'ingress') return new Set(dstAddr === null ? [] : [dstAddr]);
  if (flowDirection === 'egress') return new Set(srcAddr === null ? [] : [srcAddr]);
  return new Set([srcAddr, dstAddr].filter((address) => address !== null));
}

/** An address that is certainly one interface's own is not another's. */
function withoutTaken(candidates: OwnAddresses): OwnAddresses {
  const taken = new Set([...candidates.values()].flatMap((of) => (of.size === 1 ? [...of] : [])));
  const left = (of: ReadonlySet<string>) => {
    const free = [...of].filter((address) => !taken.has(address));
    return of.size === 2 && free.length === 1 ? new Set(free) : of;
  };
  return new Map([...candidates].map(([interfaceId, of]) => [interfaceId, left(of)]));
}

/** What the configuration says, for the interfaces that it has; else what is common to all that an interface logged, and no other interface's. */
export function ownAddresses(
  pairs: readonly AddressPairRow[],
  network: NetworkIndex | null = null,
): OwnAddresses {
  const candidates = new Map<string, ReadonlySet<string>>();
  for (const row of pairs) {
    const { interfaceId, srcAddr, dstAddr } = row;
    if (interfaceId === null || srcAddr === null || dstAddr === null) continue;
    const here = candidatesIn(row);
    const known = candidates.get(interfaceId);
    candidates.set(interfaceId, known ? new Set([...known].filter((address) => here.has(address))) : here);
  }
  for (const interfaceId of candidates.keys()) {
    const of = network?.interfaces.get(interfaceId);
    if (of) candidates.set(interfaceId, new Set(configuredAddresses(of)));
  }
  return withoutTaken(candidates);
}

/** Address → the subnet of the interface that has it, where both are certain: by the configuration, or by what the interface logged. */
export function subnetsByAddress(
  pairs: readonly AddressPairRow[],
  own: OwnAddresses,
  network: NetworkIndex | null = null,
): ReadonlyMap<string, string> {
  const subnets = new Map<string, string>();
  for (const [address, [holder, ...others]] of network?.holders ?? []) {
    const subnetId = holder?.as === 'public' ? null : holder?.interface.subnetId;
    if (subnetId && others.length === 0) subnets.set(address, subnetId);
  }
  for (const { interfaceId, subnetId } of pairs) {
    const candidates = interfaceId === null ? undefined : own.get(interfaceId);
    const [address, ...others] = candidates ?? [];
    if (address !== undefined && others.length === 0 && subnetId !== null) subnets.set(address, subnetId);
  }
  return subnets;
}

export interface Direction {
  readonly way: 'in' | 'out';
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * @param elsewhere the same packets as other interfaces logged them
 * @param subject whether an address is the one the question is about
 */
export function directionOf(
  sighting: Sighting,
  own: OwnAddresses,
  elsewhere: readonly Sighting[],
  subject: (address: string) => boolean,
): Direction {
  if (sighting.flowDirection === 'ingress') return { way: 'in', confidence: 1 };
  if (sighting.flowDirection === 'egress') return { way: 'out', confidence: 1 };
  const mine = sighting.interfaceId === null ? undefined : own.get(sighting.interfaceId);
  const couldSend = mine?.has(sighting.srcAddr ?? sighting.source) ?? true;
  const couldReceive = mine?.has(sighting.dstAddr ?? sighting.destination) ?? true;
  if (couldSend !== couldReceive) return { way: couldSend ? 'out' : 'in', confidence: 0.97 };
  // A packet that was let out elsewhere and is rejected here came in here.
  if (elsewhere.some(({ action }) => action === 'ACCEPT')) return { way: 'in', confidence: 0.95 };
  // Records show interfaces by their private IPv4 addresses, so of a private and a public end the private one is here.
  const privateSends = isPrivateAddress(sighting.source);
  if (privateSends !== isPrivateAddress(sighting.destination))
    return { way: privateSends ? 'out' : 'in', confidence: 0.95 };
  const subjectSends = subject(sighting.source);
  if (subjectSends !== subject(sighting.destination))
    return { way: subjectSends ? 'out' : 'in', confidence: 0.75 };
  return { way: 'in', confidence: 0.6 };
}
