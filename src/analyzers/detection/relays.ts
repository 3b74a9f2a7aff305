/** Interfaces on which nobody's own code runs, as far as the configuration tells: what they send is somebody else's, and found at those who sent it. */
import { interfaceAt } from '../../network/find/address-holder.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';

/** Kinds of interfaces on which somebody's own code runs. */
const HOSTS: ReadonlySet<string> = new Set([
  'interface',
  'lambda',
  'branch',
  'trunk',
  'efa',
  'efa-only',
  'ecs',
]);

/** A NAT gateway: it passes on what others send to outside, under its own address. */
export function isRelay(address: string, network: NetworkIndex | null): boolean {
  return network?.holders.get(address)?.some((holder) => holder.interface.type === 'nat_gateway') ?? false;
}

/** A gateway of any kind, an endpoint, or a load balancer: it reaches for many because many use it. */
export function isAwsOwn(address: string, network: NetworkIndex | null): boolean {
  const holder = network ? interfaceAt(network, address) : undefined;
  return (
    holder !== undefined &&
    (!HOSTS.has(holder.type) || (holder.requesterManaged && /^ELB /.test(holder.description)))
  );
}
