/** Opens a security group for exactly one kind of traffic with one address. */
import { ICMP, ICMPV6, TCP, UDP } from '../../record/protocols.ts';
import { blockOfOne } from '../block.ts';
import { type Packet, packetText } from '../evaluate/packet.ts';
import { directionOfStep, type SecurityGroupsStep } from '../evaluate/step.ts';
import { privateHoldersOf } from '../find/address-holder.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { groupLabel } from '../find/label.ts';
import { hasPorts, isIcmp } from '../traffic.ts';
import { ec2Command } from './command.ts';
import type { Fix } from './fix.ts';

const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  [TCP]: 'tcp',
  [UDP]: 'udp',
  [ICMP]: 'icmp',
  [ICMPV6]: 'icmpv6',
};

/** The two numbers that mean ports or, for ICMP, type and code; null where the packet's port is not known. */
function numbersOf({ protocol, destinationPort, icmp }: Packet): readonly [number, number] | null {
  if (isIcmp(protocol)) return [icmp?.type ?? -1, -1];
  if (!hasPorts(protocol)) return [-1, -1];
  return destinationPort === null ? null : [destinationPort, destinationPort];
}

/** A rule for the other end's group lets in all of its members, those of tomorrow too. */
function groupHint(
  index: NetworkIndex,
  { interfaceId }: SecurityGroupsStep,
  other: string,
): string | undefined {
  const vpcId = index.interfaces.get(interfaceId)?.vpcId ?? null;
  const [holder, ...others] = privateHoldersOf(index, other);
  const [group] = holder?.groups ?? [];
  if (!holder || !group || others.length > 0 || holder.vpcId !== vpcId) return undefined;
  return `A rule for the group of ${other}, ${groupLabel(index, group.id)}, would hold for all its members.`;
}

/** Null where the step does not deny, or the port is not known, so that nothing narrow can be opened. */
export function securityGroupFix(index: NetworkIndex, step: SecurityGroupsStep): Fix | null {
  const { packet, groupIds, outcome } = step;
  const [groupId, ...others] = groupIds;
  const inbound = directionOfStep(step) === 'inbound';
  const other = inbound ? packet.source : packet.destination;
  const block = blockOfOne(other);
  const numbers = numbersOf(packet);
  if (outcome !== 'deny' || groupId === undefined || !block || !numbers) return null;

  const protocol = PROTOCOL_NAMES[packet.protocol] ?? String(packet.protocol);
  const [from, to] = numbers;
  const range =
    block.family === 4 ? `IpRanges=[{CidrIp=${block.text}}]` : `Ipv6Ranges=[{CidrIpv6=${block.text}}]`;
  return {
    command: ec2Command(`authorize-security-group-${inbound ? 'ingress' : 'egress'}`, [
      ['group-id', groupId],
      ['ip-permissions', `IpProtocol=${protocol},FromPort=${from},ToPort=${to},${range}`],
    ]),
    effect: `lets ${packetText(packet)} ${inbound ? 'in from' : 'out to'} ${block.text} through ${groupId}`,
    caution:
      [
        others.length === 0 ? undefined : `A rule in any of its groups would do: ${groupIds.join(', ')}.`,
        groupHint(index, step, other),
      ]
        .filter(Boolean)
        .join(' ') || null,
  };
}
