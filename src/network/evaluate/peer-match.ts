/** Whether the address at the other end is one that a security group rule is about: in its block, its prefix list, or its referenced group. */
import { type AddressNumber, addressNumber, blockContains } from '../block.ts';
import type { Direction } from '../direction.ts';
import { privateHoldersOf } from '../find/address-holder.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isInVpc, isOfInternet } from '../find/place.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { GroupReference, RulePeer } from '../security-group.ts';
import { isInPrefixList, type PeerMatch } from './prefix-list-match.ts';
import type { Way } from './way.ts';

/** The other end of a packet, with what rules ask of it looked up once for all of them. */
export interface OtherEnd {
  readonly index: NetworkIndex;
  /** As the interface sees it. */
  readonly address: string;
  /** Undefined for text that is no address. */
  readonly number: AddressNumber | undefined;
  /** The interfaces whose own address it is. */
  readonly holders: readonly NetworkInterface[];
  readonly isOfInternet: () => boolean;
  readonly direction: Direction;
  /** The VPC of the interface whose group is asked. */
  readonly vpcId: string | null;
  readonly way: Way;
}

export function otherEndOf(
  index: NetworkIndex,
  address: string,
  rest: Pick<OtherEnd, 'direction' | 'vpcId' | 'way'>,
): OtherEnd {
  let ofInternet: boolean | undefined;
  return {
    index,
    address,
    number: addressNumber(address),
    holders: privateHoldersOf(index, address),
    isOfInternet: () => {
      ofInternet ??= isOfInternet(index, address);
      return ofInternet;
    },
    ...rest,
  };
}

const YES: PeerMatch = { match: 'yes', because: null };
const NO: PeerMatch = { match: 'no', because: null };

function no(because: string): PeerMatch {
  return { match: 'no', because };
}

function unknown(because: string): PeerMatch {
  return { match: 'unknown', because };
}

/** References between VPCs: over peering, and over a transit gateway in inbound rules only (VPC User Guide, "Security group referencing"). */
function acrossVpcs({ way, direction }: OtherEnd, { id, peeringStatus }: GroupReference): PeerMatch {
  if (peeringStatus !== null && peeringStatus !== 'active')
    return no(`the peering connection behind the reference to ${id} is ${peeringStatus}`);
  if (way.kind === 'peering') return YES;
  if (way.kind === 'internet') return no(`a reference to ${id} does not hold for traffic over the internet`);
  if (way.kind !== 'transit-gateway')
    return unknown(
      `how packets get to the VPC of ${id} is not known, and a reference holds on some ways only`,
    );
  if (direction === 'outbound') return no(`over a transit gateway, outbound rules cannot reference ${id}`);
  if (way.referencing === null)
    return unknown(`whether the transit gateway lets rules reference ${id} is not known`);
  return way.referencing ? YES : no(`the transit gateway does not let rules reference ${id}`);
}

function asMember(end: OtherEnd, reference: GroupReference, member: NetworkInterface): PeerMatch {
  const { way, vpcId } = end;
  if (vpcId !== null && member.vpcId !== null && member.vpcId !== vpcId) return acrossVpcs(end, reference);
  if (way.kind !== 'appliance') return YES;
  return no(
    `${member.id} is in ${reference.id}, but a reference does not hold for traffic that a route sends through an appliance`,
  );
}

/** An address that no interface in the configuration has can be a member's only where the group's own VPC could hold it. */
function asStranger(end: OtherEnd, { id, vpcId: given }: GroupReference): PeerMatch {
  const { index, address } = end;
  const ofGroup = given ?? index.groups.get(id)?.vpcId ?? null;
  const inItsVpc = ofGroup === null ? undefined : isInVpc(index, address, ofGroup);
  const isPublicIpv4 = end.number?.family === 4 && end.isOfInternet();
  if (inItsVpc === false || isPublicIpv4) return NO;
  return unknown(
    index.network.networkInterfaces === null
      ? `the network interfaces were not read, so whether ${address} is in ${id} is not known`
      : `no network interface in the configuration has ${address}, so whether it is in ${id} is not known`,
  );
}

const STAYS_IN_VPC: ReadonlySet<Way['kind']> = new Set(['subnet', 'direct', 'appliance']);

/** Members count with their private IPv4 and their IPv6 addresses, never with public IPv4 ones. */
function isInGroup(end: OtherEnd, reference: GroupReference): PeerMatch {
  const { index, address, holders, vpcId } = end;
  // Where VPCs overlap, the interface in the same VPC, or in the referenced group's, is the one that can be meant.
  const near = holders.filter((of) => of.vpcId === vpcId || of.vpcId === reference.vpcId);
  const candidates = near.length > 0 || STAYS_IN_VPC.has(end.way.kind) ? near : holders;
  const member = candidates.find((of) => of.groups.some((group) => group.id === reference.id));
  if (member) return asMember(end, reference, member);
  if (candidates.length > 0) return NO;
  const shown = index.holders.get(address)?.find((holder) => holder.as === 'public')?.interface;
  if (shown) {
    return no(
      shown.groups.some((group) => group.id === reference.id)
        ? `${address} is the public address of ${shown.id}, which is in ${reference.id}, but references hold for private addresses only`
        : `${address} is a public address, and references hold for private ones only`,
    );
  }
  return asStranger(end, reference);
}

export function matchesPeer(end: OtherEnd, peer: RulePeer): PeerMatch {
  if (peer.kind === 'security-group') return isInGroup(end, peer);
  if (!end.number) return NO;
  if (peer.kind === 'prefix-list') return isInPrefixList(end.index, peer.id, end.number, end.isOfInternet);
  return blockContains(peer.block, end.number) ? YES : NO;
}
