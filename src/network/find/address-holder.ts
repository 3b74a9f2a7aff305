/** Which network interfaces have an address. Several may: VPCs can overlap. */
import { canonicalAddress } from '../../record/address.ts';
import { addressNumber } from '../block.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { AddressHolder, NetworkIndex } from './index-network.ts';

/** @param address as a record or a person wrote it */
export function holdersOf(index: NetworkIndex, address: string): readonly AddressHolder[] {
  // IPv4 has one spelling, IPv6 has many.
  const own = index.holders.get(address.includes(':') ? canonicalAddress(address) : address);
  if (own) return own;
  const number = addressNumber(address);
  if (!number) return [];
  return index.prefixHolders(number).map((of) => ({ interface: of, as: 'prefix' }));
}

/** The holders to which an address is their own inside the VPC: not those that only an internet gateway shows under it. */
export function privateHoldersOf(index: NetworkIndex, address: string): readonly NetworkInterface[] {
  return holdersOf(index, address).flatMap((holder) => (holder.as === 'public' ? [] : [holder.interface]));
}

/** The one interface that has an address, in the given VPC where one is given; undefined where none has it, or several have. */
export function interfaceAt(
  index: NetworkIndex,
  address: string,
  vpcId: string | null = null,
): NetworkInterface | undefined {
  const holders = holdersOf(index, address).map((holder) => holder.interface);
  const [only, ...others] = vpcId === null ? holders : holders.filter((of) => of.vpcId === vpcId);
  return others.length === 0 ? only : undefined;
}
