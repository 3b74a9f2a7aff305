/**
 * What an address stands for, so that a host that replaces another is no stranger: its network, and its subnet where the configuration tells it.
 * Both are remembered, because the configuration may not be readable at another time.
 */
import { addressNumber } from '../../network/block.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { Subnet } from '../../network/subnet.ts';
import { cidrContains } from '../../record/address.ts';
import { assumedSubnet } from './assumed-subnet.ts';

export interface Role {
  /** A block: that of the subnet, or the network around the address. */
  readonly text: string;
  /** The subnet's `Name` tag. */
  readonly name: string | null;
  /** Every block by which it is remembered. */
  readonly keys: readonly string[];
}

function subnetOf(address: string, network: NetworkIndex | null): Subnet | undefined {
  const number = network ? addressNumber(address) : undefined;
  return number && network?.subnetsAround(number)[0];
}

export function roleOf(address: string, network: NetworkIndex | null): Role {
  const around = assumedSubnet(address);
  const subnet = subnetOf(address, network);
  const block = subnet?.blocks.find((one) => cidrContains(one, address));
  const text = block?.text ?? around;
  return { text, name: block ? (subnet?.name ?? null) : null, keys: [...new Set([text, around])] };
}
