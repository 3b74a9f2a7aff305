/** The reply on its way out of the interface that answers, and in at the one that asked. */
import type { NetworkIndex } from '../find/index-network.ts';
import { isOfInternet } from '../find/place.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { evaluateAtInterface } from './at-interface.ts';
import { behind, type Departure, needsNoRoute } from './departure.ts';
import { backThroughNat } from './nat.ts';
import type { Packet } from './packet.ts';
import { evaluateRoute } from './route.ts';
import type { RouteStep, Step } from './step.ts';
import { transitSteps } from './transit.ts';
import { wayBetween } from './way.ts';

/** The ports that the reply may go to, where it is not the one of the packet. */
export interface ReplyPorts {
  readonly ports?: PortRange;
}

/**
 * A load balancer that keeps the client's address hands replies back itself, whatever the host's route table says, and a host without a
 * public address can have been reached from the internet in that way only.
 */
function routeBack(index: NetworkIndex, of: NetworkInterface, packet: Packet): RouteStep {
  const route = evaluateRoute(index, { subnetId: of.subnetId, packet });
  const isPublic = of.ipv4.some(({ address, publicAddress }) => address === packet.source && publicAddress);
  if (route.outcome !== 'deny' || isPublic || !isOfInternet(index, packet.destination)) return route;
  return {
    ...route,
    outcome: 'unknown',
    because: `${route.because}, unless a load balancer that keeps client addresses stands before ${of.id}`,
  };
}

/** @param packet as the responder sends it: its destination is the source that it saw */
export function replyFrom(
  index: NetworkIndex,
  of: NetworkInterface,
  packet: Packet,
  ports: ReplyPorts,
): readonly Step[] {
  const leaving = evaluateAtInterface(index, {
    of,
    direction: 'outbound',
    packet,
    isReply: true,
    ...ports,
  });
  if (needsNoRoute(index, of, packet)) return leaving;
  const route = routeBack(index, of, packet);
  const viaTransit = route.target?.kind === 'transit-gateway' && route.outcome === 'allow';
  return [...leaving, route, ...(viaTransit ? transitSteps(index, of, 'gateway', packet, ports) : [])];
}

/** @param packet as it reaches the one who asked: its source is the address that was asked */
export function replyInto(
  index: NetworkIndex,
  of: NetworkInterface,
  packet: Packet,
  departure: Departure,
  ports: ReplyPorts,
): readonly Step[] {
  const viaTransit = wayBetween(index, of, packet.source).kind === 'transit-gateway';
  const { nat } = departure;
  return [
    ...(nat ? behind(departure, backThroughNat(index, of, nat, packet, ports)) : []),
    ...(viaTransit ? transitSteps(index, of, 'host', packet, ports) : []),
    ...evaluateAtInterface(index, { of, direction: 'inbound', packet, isReply: true, ...ports }),
  ];
}
