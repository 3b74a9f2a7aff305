/** Where a subnet's route table sends a packet, and whether its target can take it. */
import { addressNumber, blockContains } from '../block.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isNotKnown } from '../find/not-known.ts';
import { routeTableOf } from '../find/place.ts';
import type { NetworkInterface } from '../network-interface.ts';
import { otherSide } from '../peering-connection.ts';
import { destinationText, type Route, type RouteTable, type RouteTarget } from '../route-table.ts';
import { chooseRoute } from './best-route.ts';
import type { Packet } from './packet.ts';
import type { RouteStep } from './step.ts';

export interface RouteQuestion {
  readonly subnetId: string | null;
  readonly packet: Packet;
  /** Where the packet comes from, if an internet gateway would have to translate its address. */
  readonly from?: NetworkInterface;
}

/** Why a target that is there drops the packet all the same; undefined where nothing is known against it. */
function refusal(
  index: NetworkIndex,
  table: RouteTable,
  { target }: Route,
  { packet: { source, destination }, from }: RouteQuestion,
): string | undefined {
  if (target.kind === 'internet-gateway') {
    const own = from?.ipv4.find(({ address }) => address === source);
    return own && own.publicAddress === null
      ? `${source} has no public IPv4 address, without which an internet gateway carries nothing`
      : undefined;
  }
  if (target.kind === 'nat-gateway') {
    const state = index.natGateways.get(target.id)?.state ?? 'available';
    return state === 'available' ? undefined : `${target.id} is ${state}`;
  }
  if (target.kind === 'network-interface') {
    const to = index.interfaces.get(target.id);
    const own = to?.ipv4.some(({ address }) => address === destination) || to?.ipv6.includes(destination);
    return to?.sourceDestCheck === true && !own
      ? `${target.id} checks source and destination, so it drops what is not addressed to it`
      : undefined;
  }
  if (target.kind === 'peering-connection') {
    const connection = index.peeringConnections.get(target.id);
    if (!connection) return undefined;
    const status = connection.status ?? 'active';
    if (status !== 'active') return `${target.id} is ${status}`;
    const blocks = table.vpcId === null ? null : otherSide(connection, table.vpcId)?.blocks;
    const number = addressNumber(destination);
    const carried = !blocks || !number || blocks.some((block) => blockContains(block, number));
    return carried
      ? undefined
      : `${target.id} carries traffic to the peer VPC only, and ${destination} is not in it`;
  }
  return undefined;
}

function targetText({ kind, id }: RouteTarget): string {
  return kind === 'local' ? 'the VPC itself' : id;
}

function take(index: NetworkIndex, table: RouteTable, route: Route, question: RouteQuestion) {
  const to = destinationText(route.destination);
  if (route.state === 'blackhole') {
    return {
      outcome: 'deny',
      because: `its route to ${to} is a blackhole: the target ${route.target.id} cannot be used, and packets are dropped`,
    } as const;
  }
  const refused = refusal(index, table, route, question);
  const routed = `it routes ${to} to ${targetText(route.target)}`;
  return refused
    ? ({ outcome: 'deny', because: `${routed}, and ${refused}` } as const)
    : ({ outcome: 'allow', because: routed } as const);
}

export function evaluateRoute(index: NetworkIndex, question: RouteQuestion): RouteStep {
  const { subnetId, packet } = question;
  const { destination } = packet;
  const step = {
    step: 'route',
    packet,
    subnetId,
    routeTableId: null,
    destination: null,
    target: null,
    alternative: null,
  } as const;
  const table = subnetId === null ? { notKnown: 'the subnet is not known' } : routeTableOf(index, subnetId);
  if (isNotKnown(table)) return { ...step, outcome: 'unknown', because: table.notKnown };
  const number = addressNumber(destination);
  if (!number) return { ...step, outcome: 'unknown', because: `${destination} is no IP address` };

  const { chosen, doubt } = chooseRoute(index, table, destination, number);
  const base = { ...step, routeTableId: table.id };
  if (!chosen) {
    return doubt
      ? { ...base, outcome: 'unknown', because: doubt.because }
      : { ...base, outcome: 'deny', because: `it has no route to ${destination}` };
  }
  const { target } = chosen.route;
  const found = { ...base, destination: destinationText(chosen.route.destination), target };
  const taken = take(index, table, chosen.route, question);
  if (!doubt) return { ...found, ...taken };
  const other = take(index, table, doubt.route, question);
  return {
    ...found,
    alternative: doubt.route.target,
    // Where both carry the packet, it does not matter which does.
    outcome: taken.outcome === other.outcome ? taken.outcome : 'unknown',
    because: `${taken.because}; ${doubt.because}`,
  };
}
