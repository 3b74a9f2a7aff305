/** Who of ours a detection is about, with the name that the configuration has for it. */
import type { DetectionSubject } from '../../diagnosis/detection.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { interfaceLabel } from '../../network/find/label.ts';
import { partyName } from '../party.ts';

export function addressSubject(address: string, network: NetworkIndex | null): DetectionSubject {
  return { kind: 'address', id: address, name: partyName(network, address) };
}

export function interfaceSubject(id: string, network: NetworkIndex | null): DetectionSubject {
  const of = network?.interfaces.get(id);
  return { kind: 'network-interface', id, name: network && of ? interfaceLabel(network, of) : null };
}
