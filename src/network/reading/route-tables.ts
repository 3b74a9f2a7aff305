/** Reads DescribeRouteTables. */
import { z } from 'zod';
import type { Route, RouteDestination, RouteTable, RouteTarget, RouteTargetKind } from '../route-table.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Block, listOf, NameTag, OptionalText } from './values.ts';

/** What a `GatewayId` is, by how it begins. */
const GATEWAYS: readonly (readonly [start: string, kind: RouteTargetKind])[] = [
  ['local', 'local'],
  ['igw-', 'internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['cagw-', 'carrier-gateway'],
  ['lgw-', 'local-gateway'],
];

/** The fields that name a target. An instance's route names its interface too, which is where packets go. */
const TARGETS = {
  NatGatewayId: 'nat-gateway',
  TransitGatewayId: 'transit-gateway',
  VpcPeeringConnectionId: 'peering-connection',
  NetworkInterfaceId: 'network-interface',
  EgressOnlyInternetGatewayId: 'egress-only-internet-gateway',
  CarrierGatewayId: 'carrier-gateway',
  LocalGatewayId: 'local-gateway',
  CoreNetworkArn: 'core-network',
  OdbNetworkArn: 'other',
  InstanceId: 'other',
} as const satisfies Readonly<Record<string, RouteTargetKind>>;

const TargetFields = z.object({
  GatewayId: OptionalText,
  NatGatewayId: OptionalText,
  TransitGatewayId: OptionalText,
  VpcPeeringConnectionId: OptionalText,
  NetworkInterfaceId: OptionalText,
  EgressOnlyInternetGatewayId: OptionalText,
  CarrierGatewayId: OptionalText,
  LocalGatewayId: OptionalText,
  CoreNetworkArn: OptionalText,
  OdbNetworkArn: OptionalText,
  InstanceId: OptionalText,
});

/** A route whose target was deleted may name none: it is a blackhole then. */
function targetOf(given: z.infer<typeof TargetFields>): RouteTarget {
  const { GatewayId } = given;
  if (GatewayId !== null) {
    const kind = GATEWAYS.find(([start]) => GatewayId.startsWith(start))?.[1] ?? 'other';
    return { kind, id: GatewayId };
  }
  for (const field of Object.keys(TARGETS) as (keyof typeof TARGETS)[]) {
    const id = given[field];
    if (id !== null) return { kind: TARGETS[field], id };
  }
  return { kind: 'other', id: 'no target' };
}

const RouteShape = TargetFields.extend({
  DestinationCidrBlock: Block.nullish(),
  DestinationIpv6CidrBlock: Block.nullish(),
  DestinationPrefixListId: OptionalText,
  State: OptionalText,
  Origin: OptionalText,
}).transform((given, context): Route => {
  const block = given.DestinationCidrBlock ?? given.DestinationIpv6CidrBlock;
  let destination: RouteDestination;
  if (block) destination = { kind: 'cidr', block };
  else if (given.DestinationPrefixListId !== null)
    destination = { kind: 'prefix-list', id: given.DestinationPrefixListId };
  else {
    context.issues.push({ code: 'custom', message: 'it names no destination', input: given });
    return z.NEVER;
  }
  return {
    destination,
    target: targetOf(given),
    state: (given.State ?? 'active') === 'active' ? 'active' : 'blackhole',
    propagated: given.Origin === 'EnableVgwRoutePropagation' || given.Origin === 'Advertisement',
  };
});

const Association = z.object({
  Main: z.boolean().nullish(),
  SubnetId: OptionalText,
  AssociationState: z.object({ State: OptionalText }).nullish(),
});

const NO_LONGER = new Set(['disassociating', 'disassociated', 'failed']);

const Table = z
  .object({
    RouteTableId: z.string(),
    VpcId: OptionalText,
    Tags: NameTag,
    Associations: listOf(Association),
    Routes: listOf(RouteShape),
  })
  .transform((given): RouteTable => {
    const holding = given.Associations.filter(
      ({ AssociationState }) => !NO_LONGER.has(AssociationState?.State ?? ''),
    );
    return {
      id: given.RouteTableId,
      name: given.Tags,
      vpcId: given.VpcId,
      main: holding.some(({ Main }) => Main === true),
      subnetIds: holding.flatMap(({ SubnetId }) => SubnetId ?? []),
      routes: given.Routes,
    };
  });

export function readRouteTables(response: Response): Reading<RouteTable> {
  return readList(response, 'RouteTables', 'RouteTableId', Table);
}
