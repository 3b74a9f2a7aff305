/**
 * The network ACL of the subnet that holds a transit gateway's interface: its inbound rules for what goes to the gateway, its outbound
 * rules for what comes from it (Transit Gateways guide, "How network ACLs work with transit gateways").
 */
import type { NetworkIndex } from '../find/index-network.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { evaluateNetworkAcl } from './network-acl.ts';
import type { Packet } from './packet.ts';
import type { NetworkAclStep } from './step.ts';

/** A transit gateway uses its interface in the Availability Zone of the host; undefined where that is not known. */
function transitSubnet(index: NetworkIndex, of: NetworkInterface): string | undefined {
  const zone = of.availabilityZone ?? index.subnets.get(of.subnetId ?? '')?.availabilityZone ?? null;
  return [...index.transitGatewaySubnets].find((id) => {
    const subnet = index.subnets.get(id);
    return zone !== null && subnet?.vpcId === of.vpcId && subnet?.availabilityZone === zone;
  });
}

/** Nothing where host and gateway share a subnet: its network ACL is then asked once, for what the host sends. */
export function transitSteps(
  index: NetworkIndex,
  of: NetworkInterface,
  towards: 'gateway' | 'host',
  packet: Packet,
  replyPorts: { readonly ports?: PortRange } = {},
): readonly NetworkAclStep[] {
  const subnetId = transitSubnet(index, of);
  if (subnetId === undefined || subnetId === of.subnetId) return [];
  const direction = towards === 'gateway' ? 'inbound' : 'outbound';
  return [evaluateNetworkAcl(index, { subnetId, direction, packet, ...replyPorts })];
}
