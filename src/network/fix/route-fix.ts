/** Adds the route that is missing, where the configuration shows what could carry the packet. */

import type { Cidr } from '../../record/address.ts';
import { addressNumber, blockContains } from '../block.ts';
import type { RouteStep } from '../evaluate/step.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isOfInternet } from '../find/place.ts';
import { otherSide } from '../peering-connection.ts';
import { destinationText, type RouteTable, type RouteTarget, type RouteTargetKind } from '../route-table.ts';
import { ec2Command } from './command.ts';
import type { Fix } from './fix.ts';

interface WayOut {
  readonly block: Cidr;
  readonly target: RouteTarget;
  /** Why it is taken for the right one. */
  readonly because: string;
}

const OPTIONS: Partial<Record<RouteTargetKind, string>> = {
  'internet-gateway': 'gateway-id',
  'virtual-private-gateway': 'gateway-id',
  'egress-only-internet-gateway': 'egress-only-internet-gateway-id',
  'nat-gateway': 'nat-gateway-id',
  'peering-connection': 'vpc-peering-connection-id',
  'transit-gateway': 'transit-gateway-id',
  'network-interface': 'network-interface-id',
  'carrier-gateway': 'carrier-gateway-id',
  'local-gateway': 'local-gateway-id',
  'core-network': 'core-network-arn',
};

function holds(block: Cidr, address: string): boolean {
  const number = addressNumber(address);
  return number !== undefined && blockContains(block, number);
}

/** How another table of the same VPC does it, by its most specific route. */
function asNeighboursDo(index: NetworkIndex, table: RouteTable, address: string): WayOut | undefined {
  const routes = (index.network.routeTables ?? []).flatMap((other) =>
    other.vpcId !== table.vpcId || other.id === table.id
      ? []
      : other.routes.flatMap((route): readonly WayOut[] => {
          const { destination, target, state } = route;
          const usable = state === 'active' && target.kind in OPTIONS && target.kind !== 'internet-gateway';
          if (!usable || destination.kind !== 'cidr' || !holds(destination.block, address)) return [];
          return [{ block: destination.block, target, because: `as ${other.id} does` }];
        }),
  );
  return routes.sort((a, b) => b.block.prefix - a.block.prefix)[0];
}

function overPeering(index: NetworkIndex, { vpcId }: RouteTable, address: string): WayOut | undefined {
  if (vpcId === null) return undefined;
  for (const connection of index.peeringConnections.values()) {
    const block = otherSide(connection, vpcId)?.blocks?.find((of) => holds(of, address));
    if (block && (connection.status ?? 'active') === 'active') {
      const target = { kind: 'peering-connection', id: connection.id } as const;
      return { block, target, because: 'which connects the two VPCs' };
    }
  }
  return undefined;
}

/** A transit gateway that both VPCs are attached to. */
function overTransitGateway(index: NetworkIndex, { vpcId }: RouteTable, address: string): WayOut | undefined {
  const attachments = index.network.transitGatewayAttachments ?? [];
  for (const own of attachments.filter((attachment) => attachment.vpcId === vpcId)) {
    for (const far of attachments.filter(
      (attachment) => attachment.transitGatewayId === own.transitGatewayId,
    )) {
      const block = index.vpcs.get(far.vpcId ?? '')?.blocks.find((of) => holds(of, address));
      if (block && own.transitGatewayId !== null) {
        const target = { kind: 'transit-gateway', id: own.transitGatewayId } as const;
        return { block, target, because: 'which both VPCs are attached to' };
      }
    }
  }
  return undefined;
}

function cautionOf(index: NetworkIndex, table: RouteTable, block: Cidr, address: string): string | null {
  const reach = table.main
    ? `${table.id} is the VPC’s main table: every subnet without a table of its own follows it.`
    : table.subnetIds.length > 1
      ? `${table.id} is the route table of ${table.subnetIds.length} subnets.`
      : '';
  const toAnywhere = isOfInternet(index, address) && block.prefix === 0;
  return [reach, toAnywhere ? 'It opens a way out to the internet.' : ''].filter(Boolean).join(' ') || null;
}

/** What is wrong then is not the route: a host without a public address in a public subnet, or an appliance that checks addresses. */
const RIGHT_ROUTES: ReadonlySet<RouteTargetKind> = new Set(['internet-gateway', 'network-interface']);

/** Null where the step does not deny, and where nothing in the configuration is seen to carry the packet. */
export function routeFix(index: NetworkIndex, step: RouteStep): Fix | null {
  const { outcome, target: failing, packet } = step;
  const table = index.routeTables.get(step.routeTableId ?? '');
  const failingRoute = table?.routes.find(
    ({ destination }) => destinationText(destination) === step.destination,
  );
  const isRight = failing !== null && failingRoute?.state === 'active' && RIGHT_ROUTES.has(failing.kind);
  if (outcome !== 'deny' || !table || isRight || failingRoute?.destination.kind === 'prefix-list')
    return null;

  const address = packet.destination;
  const ways = [overPeering, overTransitGateway, asNeighboursDo].map((find) => find(index, table, address));
  const way = ways.find((found) => found !== undefined && found.target.id !== failing?.id);
  const option = way && OPTIONS[way.target.kind];
  if (!way || !option) return null;
  // A wider route would not be taken while the failing one is there.
  const replaced = failingRoute?.destination.block;
  const block = replaced && replaced.prefix >= way.block.prefix ? replaced : way.block;
  return {
    command: ec2Command(block === replaced ? 'replace-route' : 'create-route', [
      ['route-table-id', table.id],
      [block.family === 4 ? 'destination-cidr-block' : 'destination-ipv6-cidr-block', block.text],
      [option, way.target.id],
    ]),
    effect: `sends ${block.text} to ${way.target.id}, ${way.because}`,
    caution: cautionOf(index, table, block, address),
  };
}
