/** Who an address is, where the configuration knows. */
import { holdersOf } from '../network/find/address-holder.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { interfaceLabel } from '../network/find/label.ts';

/** The `Name` tag of the instance or interface that has the address; null where it is not known, or several have it. */
export function partyName(network: NetworkIndex | null, address: string): string | null {
  const [holder, ...others] = network ? holdersOf(network, address) : [];
  return network && holder && others.length === 0 ? interfaceLabel(network, holder.interface) : null;
}

/** `web-1 (10.0.1.5)`, or the address alone. */
export function partyLabel(network: NetworkIndex | null, address: string): string {
  const name = partyName(network, address);
  return name === null ? address : `${name} (${address})`;
}
