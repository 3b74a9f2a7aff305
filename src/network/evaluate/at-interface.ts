/**
 * What stands between a network interface and its subnet's edge for one packet, in the order the packet meets it: coming in, the network
 * ACL and then the security groups; going out, the security groups and then the network ACL. This is what a REJECT record is about.
 */
import type { Direction } from '../direction.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { evaluateNetworkAcl } from './network-acl.ts';
import { neverFiltered } from './never-filtered.ts';
import type { Packet } from './packet.ts';
import { evaluateSecurityGroups } from './security-groups.ts';
import type { NetworkAclStep, SecurityGroupsStep } from './step.ts';
import { type Way, wayBetween } from './way.ts';

export interface InterfaceQuestion {
  readonly of: NetworkInterface;
  readonly direction: Direction;
  /** With the addresses that this interface sees. */
  readonly packet: Packet;
  /** It answers a packet that this interface's security groups let through, so they let it through too. */
  readonly isReply: boolean;
  /** Destination ports for the network ACL to look at instead of the packet's own: the ports that replies may go to. */
  readonly ports?: PortRange;
}

function skippedGroups({ of, direction, packet }: InterfaceQuestion, because: string): SecurityGroupsStep {
  return {
    step: `${direction}-security-groups`,
    packet,
    interfaceId: of.id,
    groupIds: of.groups.map(({ id }) => id),
    allowedBy: null,
    nearest: [],
    outcome: 'skipped',
    because,
  };
}

function skippedAcl({ of, direction, packet }: InterfaceQuestion, because: string): NetworkAclStep {
  return {
    step: `${direction}-network-acl`,
    packet,
    subnetId: of.subnetId,
    aclId: null,
    rule: null,
    ports: [],
    outcome: 'skipped',
    because,
  };
}

/** Why packets do not cross the subnet's edge here, so that its network ACL is not asked; undefined where they do. */
function staysInside(
  index: NetworkIndex,
  { of, direction }: InterfaceQuestion,
  { sameSubnet, nextHop, kind }: Way,
): string | undefined {
  if (sameSubnet) return `both ends are in ${of.subnetId}, and network ACLs do not filter inside a subnet`;
  if (of.subnetId === null) return undefined;
  if (nextHop?.subnetId === of.subnetId)
    return `the next hop ${nextHop.id} is in the same subnet, and network ACLs do not filter inside a subnet`;
  const fromTransit = kind === 'transit-gateway' && direction === 'inbound';
  return fromTransit && index.transitGatewaySubnets.has(of.subnetId)
    ? 'the transit gateway’s interface is in the same subnet, where network ACLs do not filter what comes from it'
    : undefined;
}

function aclStep(index: NetworkIndex, question: InterfaceQuestion, way: Way): NetworkAclStep {
  const { of, direction, packet, ports } = question;
  const inside = staysInside(index, question, way);
  if (inside !== undefined) return skippedAcl(question, inside);
  const { subnetId } = of;
  const step = evaluateNetworkAcl(index, { subnetId, direction, packet, ...(ports ? { ports } : {}) });
  const denies = step.outcome === 'deny' || step.outcome === 'partly';
  if (way.sameSubnet === false || !denies) return step;
  return {
    ...step,
    outcome: 'unknown',
    because: `${step.because}, unless both ends are in one subnet, which is not known`,
  };
}

const REPLY = 'security groups let replies through to what they let through';

export function evaluateAtInterface(
  index: NetworkIndex,
  question: InterfaceQuestion,
): readonly (SecurityGroupsStep | NetworkAclStep)[] {
  const { of, direction, packet, isReply } = question;
  const inbound = direction === 'inbound';
  const what = neverFiltered(index, packet, of.vpcId);
  if (what !== undefined) {
    const because = `nothing filters ${what}`;
    const skipped = [skippedGroups(question, because), skippedAcl(question, because)];
    return inbound ? skipped.reverse() : skipped;
  }
  const way = wayBetween(index, of, inbound ? packet.source : packet.destination);
  const acl = aclStep(index, question, way);
  const groups = isReply
    ? skippedGroups(question, REPLY)
    : evaluateSecurityGroups(index, { of, direction, packet, way });
  return inbound ? [acl, groups] : [groups, acl];
}
