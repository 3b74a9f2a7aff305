/** What people call the things that ids name. */
import type { NetworkInterface } from '../network-interface.ts';
import { peerText, type RulePeer } from '../security-group.ts';
import type { NetworkIndex } from './index-network.ts';

/** Services write the name of their resource into the description of the interfaces they make. */
const DESCRIPTIONS: readonly (readonly [pattern: RegExp, label: (name: string) => string])[] = [
  [/^ELB (?:app|net|gwy)\/([^/]+)\//, (name) => `load balancer ${name}`],
  [/^ELB (\S+)$/, (name) => `load balancer ${name}`],
  [/^AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/, (name) => `Lambda ${name}`],
  [/^Interface for NAT Gateway (\S+)$/, (name) => `NAT gateway ${name}`],
  [/^VPC Endpoint Interface (\S+)$/, (name) => `endpoint ${name}`],
  [/^Network Interface for Transit Gateway Attachment (\S+)$/, (name) => `transit gateway ${name}`],
  [/^EFS mount target for (\S+)/, (name) => `EFS ${name}`],
  [/^ElastiCache (\S+)$/, (name) => `ElastiCache ${name}`],
  [/^RDSNetworkInterface$/, () => 'RDS'],
];

/** Its `Name` tag, or its instance's; null without one. */
export function interfaceName(index: NetworkIndex, of: NetworkInterface): string | null {
  return of.name ?? (of.instanceId === null ? null : (index.instanceNames.get(of.instanceId) ?? null));
}

/** Its name or what its description says it is; null where nobody named it. */
export function interfaceLabel(index: NetworkIndex, of: NetworkInterface): string | null {
  const name = interfaceName(index, of);
  if (name !== null) return name;
  for (const [pattern, label] of DESCRIPTIONS) {
    const match = pattern.exec(of.description);
    if (match) return label(match[1] ?? '');
  }
  return null;
}

/** A security group's name, which its members show too; null where it is not known. */
export function groupName(index: NetworkIndex, id: string): string | null {
  const [member] = index.interfacesByGroup.get(id) ?? [];
  return index.groups.get(id)?.name ?? member?.groups.find((group) => group.id === id)?.name ?? null;
}

/** `sg-0aaa (web)`; the id alone where the name is not known. */
export function groupLabel(index: NetworkIndex, id: string): string {
  const name = groupName(index, id);
  return name === null ? id : `${id} (${name})`;
}

/** Whom a rule is about, with the name of a group or prefix list. */
export function peerLabel(index: NetworkIndex, peer: RulePeer): string {
  if (peer.kind === 'security-group') return groupLabel(index, peer.id);
  const name = peer.kind === 'prefix-list' ? index.prefixLists.get(peer.id)?.name : null;
  return name ? `${peerText(peer)} (${name})` : peerText(peer);
}
