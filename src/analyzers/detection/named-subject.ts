/** Who of ours a detection is about, with the name that the configuration has for it. */
import type { DetectionSubject } from '../../diagnosis/detection.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';

/** Its own tag, or that of the instance that it is attached to. */
function nameOf(network: NetworkIndex, one: NetworkInterface | undefined): string | null {
  return one?.name ?? (one?.instanceId ? (network.instanceNames.get(one.instanceId) ?? null) : null);
}

export function addressSubject(address: string, network: NetworkIndex | null): DetectionSubject {
  const [holder] = network?.holders.get(address) ?? [];
  return { kind: 'address', id: address, name: network ? nameOf(network, holder?.interface) : null };
}

export function interfaceSubject(id: string, network: NetworkIndex | null): DetectionSubject {
  return {
    kind: 'network-interface',
    id,
    name: network ? nameOf(network, network.interfaces.get(id)) : null,
  };
}

/** `web-1 (10.0.1.5)`, or the id alone. */
export function subjectWords({ id, name }: DetectionSubject): string {
  return name === null ? id : `${name} (${id})`;
}
