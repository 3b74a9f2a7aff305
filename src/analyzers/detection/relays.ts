/** Interfaces that pass on what others send, with their own address: what they send is found at those who sent it. */
import type { NetworkIndex } from '../../network/find/index-network.ts';

/** Whether an address is that of a NAT gateway, as far as the configuration tells. */
export function isRelay(address: string, network: NetworkIndex | null): boolean {
  return network?.holders.get(address)?.some((holder) => holder.interface.type === 'nat_gateway') ?? false;
}
