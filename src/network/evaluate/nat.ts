/** What a packet meets at a NAT gateway: the network ACL of the gateway's subnet on both sides, and the way on with another source. */
import type { NetworkIndex } from '../find/index-network.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { evaluateNetworkAcl } from './network-acl.ts';
import type { Packet } from './packet.ts';
import { evaluatePublicAccess } from './public-access.ts';
import { evaluateRoute } from './route.ts';
import type { Step } from './step.ts';

/** The ports that a NAT gateway takes (VPC User Guide, "Ephemeral ports"). */
const NAT_PORTS: PortRange = { low: 1024, high: 65_535 };

export interface NatPassage {
  readonly steps: readonly Step[];
  /** What leaves the gateway; its source port is one that nobody outside can know. */
  readonly translated: Packet;
  readonly nat: NetworkInterface;
}

/** Undefined for a regional NAT gateway, which is in no subnet, and where its interface is not known. */
export function throughNat(
  index: NetworkIndex,
  client: NetworkInterface,
  natGatewayId: string,
  packet: Packet,
): NatPassage | undefined {
  const nat = index.natInterfaces.get(natGatewayId);
  const own = nat?.ipv4.find(({ primary }) => primary) ?? nat?.ipv4[0];
  if (!nat || !own) return undefined;
  const { subnetId, vpcId } = nat;
  const inside = { ...packet, source: own.address, sourcePort: null };
  const route = evaluateRoute(index, { subnetId, packet: inside, from: nat });
  const access = { packet: inside, subnetId, vpcId, opened: 'inside', egressOnly: true } as const;
  const crosses = subnetId !== client.subnetId;
  const toInternet = route.target?.kind === 'internet-gateway';
  return {
    steps: [
      ...(crosses ? [evaluateNetworkAcl(index, { subnetId, direction: 'inbound', packet })] : []),
      evaluateNetworkAcl(index, { subnetId, direction: 'outbound', packet: inside }),
      route,
      ...(toInternet ? [evaluatePublicAccess(index, access)] : []),
    ],
    translated: toInternet ? { ...inside, source: own.publicAddress ?? own.address } : inside,
    nat,
  };
}

/** The reply into the gateway's subnet, to whichever port the gateway took, and out of it to the client. */
export function backThroughNat(
  index: NetworkIndex,
  client: NetworkInterface,
  { nat }: NatPassage,
  reply: Packet,
  replyPorts: { readonly ports?: PortRange },
): readonly Step[] {
  const { subnetId } = nat;
  const toNat = { ...reply, destination: nat.ipv4[0]?.address ?? reply.destination, destinationPort: null };
  const entering = evaluateNetworkAcl(index, {
    subnetId,
    direction: 'inbound',
    packet: toNat,
    ports: NAT_PORTS,
  });
  if (subnetId === client.subnetId) return [entering];
  return [
    entering,
    evaluateNetworkAcl(index, { subnetId, direction: 'outbound', packet: reply, ...replyPorts }),
  ];
}
