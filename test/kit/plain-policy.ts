/**
 * A second, deliberately plain reading of the rules, against which the evaluation is tested: addresses are strings of bits, one question is
 * answered for one packet at a time, and everything about the packet is known.
 */
import type { Direction } from '../../src/network/direction.ts';
import type { Packet } from '../../src/network/evaluate/packet.ts';
import type { Network } from '../../src/network/network.ts';
import type { NetworkAclEntry } from '../../src/network/network-acl.ts';
import type { NetworkInterface } from '../../src/network/network-interface.ts';
import type { RulePeer } from '../../src/network/security-group.ts';
import type { Traffic } from '../../src/network/traffic.ts';

function ipv6Groups(text: string): string[] {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
}

/** `4:00001010…`, `6:0010…` */
function bits(address: string): string {
  return address.includes(':')
    ? `6:${ipv6Groups(address)
        .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
        .join('')}`
    : `4:${address
        .split('.')
        .map((octet) => Number(octet).toString(2).padStart(8, '0'))
        .join('')}`;
}

function isIn(address: string, blockText: string): boolean {
  const [network = '', prefix = '0'] = blockText.split('/');
  return bits(address).startsWith(bits(network).slice(0, 2 + Number(prefix)));
}

function concerns({ protocol, ports, icmp }: Traffic, packet: Packet): boolean {
  if (protocol === null) return true;
  if (protocol !== packet.protocol) return false;
  const port = packet.destinationPort ?? -1;
  if (ports !== null && (protocol === 6 || protocol === 17)) return ports.low <= port && port <= ports.high;
  if (icmp === null || icmp.type === null) return true;
  return icmp.type === packet.icmp?.type && (icmp.code === null || icmp.code === packet.icmp?.code);
}

function concernsPeer(network: Network, peer: RulePeer, address: string): boolean {
  if (peer.kind === 'cidr') return isIn(address, peer.block.text);
  if (peer.kind === 'prefix-list')
    return (
      network.prefixLists?.some(
        ({ id, entries }) => id === peer.id && (entries ?? []).some((entry) => isIn(address, entry.text)),
      ) ?? false
    );
  return (network.networkInterfaces ?? []).some(
    ({ groups, ipv4, ipv6 }) =>
      groups.some(({ id }) => id === peer.id) &&
      [...ipv4.map((own) => own.address), ...ipv6].some((own) => bits(own) === bits(address)),
  );
}

/** Whether the groups of an interface let a packet through. */
export function groupsAllow(
  network: Network,
  of: NetworkInterface,
  direction: Direction,
  packet: Packet,
): boolean {
  const other = direction === 'inbound' ? packet.source : packet.destination;
  for (const group of network.securityGroups ?? [])
    if (of.groups.some(({ id }) => id === group.id))
      for (const rule of group[direction])
        if (concerns(rule, packet) && concernsPeer(network, rule.peer, other)) return true;
  return false;
}

/** The rule of a network ACL that decides, in whatever order the entries come. */
export function aclDecision(
  entries: readonly NetworkAclEntry[],
  direction: Direction,
  packet: Packet,
): { readonly action: 'allow' | 'deny'; readonly rule: string } {
  const other = direction === 'inbound' ? packet.source : packet.destination;
  const numbers = entries
    .filter((entry) => isIn(other, entry.block.text) && concerns(entry, packet))
    .map(({ number }) => number);
  const first = Math.min(...numbers, 40_000);
  const action = entries.find(({ number }) => number === first)?.action ?? 'deny';
  return { action, rule: first > 32_766 ? '*' : String(first) };
}
