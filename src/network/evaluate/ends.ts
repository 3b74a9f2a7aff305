/** The network interfaces at a packet's two ends, where the configuration has them. */
import { canonicalAddress } from '../../record/address.ts';
import { holdersOf } from '../find/address-holder.ts';
import type { AddressHolder, NetworkIndex } from '../find/index-network.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { Packet } from './packet.ts';

export interface End {
  /** Null outside the configuration, and where several interfaces have the address and it cannot be told which is meant. */
  readonly interface: NetworkInterface | null;
  /** The address as the interface itself knows it: the private one behind a public address. */
  readonly address: string;
}

export interface EndHints {
  /** The interfaces, where records name them. */
  readonly sourceInterfaceId?: string | null;
  readonly destinationInterfaceId?: string | null;
}

function privateAddress(of: NetworkInterface, address: string): string {
  return of.ipv4.find(({ publicAddress }) => publicAddress === address)?.address ?? address;
}

function endOf(of: NetworkInterface | undefined, address: string): End {
  return { interface: of ?? null, address: of ? privateAddress(of, canonicalAddress(address)) : address };
}

function candidates(
  index: NetworkIndex,
  address: string,
  id: string | null | undefined,
): readonly NetworkInterface[] {
  const hinted = id ? index.interfaces.get(id) : undefined;
  return hinted ? [hinted] : holdersOf(index, address).map((holder: AddressHolder) => holder.interface);
}

function arePeers(index: NetworkIndex, a: string | null, b: string | null): boolean {
  return [...index.peeringConnections.values()].some(({ requester, accepter }) => {
    const vpcs = [requester.vpcId, accepter.vpcId];
    return vpcs.includes(a) && vpcs.includes(b);
  });
}

/** The one pair that belongs together, where VPCs overlap and several interfaces have an address. */
function pairOf(
  index: NetworkIndex,
  sources: readonly NetworkInterface[],
  destinations: readonly NetworkInterface[],
): readonly [NetworkInterface | undefined, NetworkInterface | undefined] {
  const pairs = sources.flatMap((source) =>
    destinations.map((destination) => [source, destination] as const),
  );
  const inOneVpc = pairs.filter(([source, destination]) => source.vpcId === destination.vpcId);
  const peered = pairs.filter(([source, destination]) => arePeers(index, source.vpcId, destination.vpcId));
  const only = [pairs, inOneVpc, peered].find(({ length }) => length === 1)?.[0];
  if (only) return only;
  const single = (of: readonly NetworkInterface[]) => (of.length === 1 ? of[0] : undefined);
  return [single(sources), single(destinations)];
}

export function endsOf(
  index: NetworkIndex,
  { source, destination }: Packet,
  hints: EndHints,
): { readonly source: End; readonly destination: End } {
  const [from, to] = pairOf(
    index,
    candidates(index, source, hints.sourceInterfaceId),
    candidates(index, destination, hints.destinationInterfaceId),
  );
  return { source: endOf(from, source), destination: endOf(to, destination) };
}
