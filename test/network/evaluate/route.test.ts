import { describe, expect, it } from 'vitest';
import { evaluateRoute } from '../../../src/network/evaluate/route.ts';
import type { Network } from '../../../src/network/network.ts';
import type { PeeringConnection } from '../../../src/network/peering-connection.ts';
import type { Route, RouteTarget } from '../../../src/network/route-table.ts';
import {
  block,
  indexed,
  ipv4,
  LOCAL,
  networkInterface,
  packet,
  route,
  routeTable,
} from '../../kit/networks.ts';

const PEERING: RouteTarget = { kind: 'peering-connection', id: 'pcx-0aaa' };
const TRANSIT: RouteTarget = { kind: 'transit-gateway', id: 'tgw-0aaa' };
const NAT: RouteTarget = { kind: 'nat-gateway', id: 'nat-0aaa' };
const INTERNET: RouteTarget = { kind: 'internet-gateway', id: 'igw-0aaa' };
const PRIVATE_GATEWAY: RouteTarget = { kind: 'virtual-private-gateway', id: 'vgw-0aaa' };
const ENDPOINT: RouteTarget = { kind: 'vpc-endpoint', id: 'vpce-0aaa' };

function towards(destination: string, routes: readonly Route[], changes: Partial<Network> = {}) {
  const index = indexed({
    routeTables: [routeTable({ routes: [route('10.0.0.0/16', LOCAL), ...routes] })],
    ...changes,
  });
  return evaluateRoute(index, { subnetId: 'subnet-0web', packet: packet({ destination }) });
}

describe('a route', () => {
  it('inside the VPC is the VPC itself', () => {
    expect(towards('10.0.2.9', [])).toMatchObject({
      step: 'route',
      outcome: 'allow',
      routeTableId: 'rtb-0main',
      destination: '10.0.0.0/16',
      target: LOCAL,
      because: 'it routes 10.0.0.0/16 to the VPC itself',
    });
  });

  it('is the most specific of those that match', () => {
    const routes = [route('0.0.0.0/0', NAT), route('10.9.0.0/16', TRANSIT), route('10.9.1.0/24', PEERING)];

    expect(towards('10.9.1.5', routes).target).toEqual(PEERING);
    expect(towards('10.9.2.5', routes).target).toEqual(TRANSIT);
    expect(towards('198.51.100.7', routes).target).toEqual(NAT);
  });

  it('that is missing drops the packet, and names the table', () => {
    expect(towards('10.9.1.5', [])).toMatchObject({
      outcome: 'deny',
      routeTableId: 'rtb-0main',
      target: null,
      because: 'it has no route to 10.9.1.5',
    });
  });

  it('of IPv4 is none for IPv6', () => {
    expect(towards('2001:db8:ffff::1', [route('0.0.0.0/0', INTERNET)]).outcome).toBe('deny');
  });

  it('whose target is gone drops the packet, though a wider one would take it', () => {
    const routes = [route('10.9.0.0/16', TRANSIT, { state: 'blackhole' }), route('0.0.0.0/0', NAT)];

    expect(towards('10.9.1.5', routes)).toMatchObject({
      outcome: 'deny',
      destination: '10.9.0.0/16',
      because:
        'its route to 10.9.0.0/16 is a blackhole: the target tgw-0aaa cannot be used, and packets are dropped',
    });
  });

  it('that a person wrote goes before one that was learned, to the same block', () => {
    const learned = route('10.9.0.0/16', PRIVATE_GATEWAY, { propagated: true });

    expect(towards('10.9.1.5', [learned, route('10.9.0.0/16', TRANSIT)]).target).toEqual(TRANSIT);
  });

  it('is not known where the tables were not read', () => {
    expect(towards('10.9.1.5', [], { routeTables: null })).toMatchObject({
      outcome: 'unknown',
      because: 'the route tables were not read',
    });
  });
});

describe('a route to a prefix list', () => {
  const list = (...of: string[]) => [{ id: 'pl-0123456789abcdef0', name: null, entries: of.map(block) }];
  const toList = route('pl-0123456789abcdef0', TRANSIT);

  it('counts by the entry that matches', () => {
    const routes = [toList, route('10.9.0.0/16', PEERING)];

    expect(towards('10.9.1.5', routes, { prefixLists: list('10.9.1.0/24') })).toMatchObject({
      target: TRANSIT,
      destination: 'pl-0123456789abcdef0',
    });
    expect(towards('10.9.1.5', routes, { prefixLists: list('10.0.0.0/8') }).target).toEqual(PEERING);
  });

  it('goes after a written route to the same block, and before a learned one', () => {
    const prefixLists = list('10.9.0.0/16');
    const learned = route('10.9.0.0/16', PRIVATE_GATEWAY, { propagated: true });

    expect(towards('10.9.1.5', [toList, route('10.9.0.0/16', PEERING)], { prefixLists }).target).toEqual(
      PEERING,
    );
    expect(towards('10.9.1.5', [learned, toList], { prefixLists }).target).toEqual(TRANSIT);
  });

  it('that was not read leaves it open where no other route matches', () => {
    expect(towards('10.9.1.5', [toList])).toMatchObject({
      outcome: 'unknown',
      because:
        'the entries of pl-0123456789abcdef0, which it routes to tgw-0aaa, were not read and may hold 10.9.1.5',
    });
  });

  it('that was not read changes nothing where both ways carry the packet', () => {
    expect(towards('10.9.1.5', [toList, route('10.9.0.0/16', PEERING)])).toMatchObject({
      outcome: 'allow',
      target: PEERING,
      alternative: TRANSIT,
    });
  });

  it('that was not read leaves it open where only one way carries the packet', () => {
    const gone = route('10.9.0.0/16', PEERING, { state: 'blackhole' });

    expect(towards('10.9.1.5', [toList, gone])).toMatchObject({ outcome: 'unknown', alternative: TRANSIT });
  });

  it('of a gateway endpoint is for public addresses only', () => {
    const routes = [route('pl-63a5400a', ENDPOINT), route('0.0.0.0/0', NAT)];

    expect(towards('10.0.2.9', routes)).toMatchObject({ outcome: 'allow', target: LOCAL, alternative: null });
    expect(towards('52.218.0.9', routes)).toMatchObject({
      outcome: 'allow',
      target: NAT,
      alternative: ENDPOINT,
    });
  });

  it('of an endpoint that is known to be a gateway endpoint is for public addresses only, whatever its id', () => {
    const vpcEndpoints = [
      {
        id: 'vpce-0aaa',
        type: 'Gateway',
        vpcId: 'vpc-0aaa',
        service: null,
        state: null,
        networkInterfaceIds: [],
      },
    ];

    expect(
      towards('10.0.2.9', [route('pl-0123456789abcdef0', ENDPOINT)], { vpcEndpoints }).alternative,
    ).toBeNull();
  });

  it('overlapping with another is open, as AWS does not say which it takes', () => {
    const second = route('pl-0fedcba9876543210', PEERING);
    const prefixLists = [
      ...list('10.9.0.0/16'),
      { id: 'pl-0fedcba9876543210', name: null, entries: [block('10.9.0.0/16')] },
    ];

    expect(towards('10.9.1.5', [toList, second], { prefixLists })).toMatchObject({
      outcome: 'allow',
      target: TRANSIT,
      alternative: PEERING,
    });
  });
});

describe('the target of a route', () => {
  const connection: PeeringConnection = {
    id: 'pcx-0aaa',
    name: null,
    status: 'active',
    requester: { vpcId: 'vpc-0aaa', region: null, blocks: [block('10.0.0.0/16')] },
    accepter: { vpcId: 'vpc-0bbb', region: null, blocks: [block('10.9.0.0/16')] },
  };

  it('that is a peering connection carries what the peer VPC holds', () => {
    const routes = [route('10.0.0.0/8', PEERING)];
    const peeringConnections = [connection];

    expect(towards('10.9.1.5', routes, { peeringConnections }).outcome).toBe('allow');
    expect(towards('10.8.1.5', routes, { peeringConnections })).toMatchObject({
      outcome: 'deny',
      because:
        'it routes 10.0.0.0/8 to pcx-0aaa, and pcx-0aaa carries traffic to the peer VPC only, and 10.8.1.5 is not in it',
    });
  });

  it('that is a peering connection not yet accepted carries nothing', () => {
    const peeringConnections = [{ ...connection, status: 'pending-acceptance' }];

    expect(towards('10.9.1.5', [route('10.9.0.0/16', PEERING)], { peeringConnections })).toMatchObject({
      outcome: 'deny',
      because: 'it routes 10.9.0.0/16 to pcx-0aaa, and pcx-0aaa is pending-acceptance',
    });
  });

  it('that is a NAT gateway which failed carries nothing', () => {
    const natGateways = [
      {
        id: 'nat-0aaa',
        name: null,
        vpcId: 'vpc-0aaa',
        subnetId: null,
        state: 'failed',
        connectivity: 'public' as const,
        addresses: [],
      },
    ];

    expect(towards('198.51.100.7', [route('0.0.0.0/0', NAT)], { natGateways }).outcome).toBe('deny');
  });

  it('that is an interface takes what is not addressed to it only without its check', () => {
    const appliance = networkInterface({ id: 'eni-0appl', ipv4: [ipv4('10.0.3.3')] });
    const routes = [route('10.9.0.0/16', { kind: 'network-interface', id: 'eni-0appl' })];

    expect(towards('10.9.1.5', routes, { networkInterfaces: [appliance] })).toMatchObject({
      outcome: 'deny',
      because:
        'it routes 10.9.0.0/16 to eni-0appl, and eni-0appl checks source and destination, so it drops what is not addressed to it',
    });
    expect(
      towards('10.9.1.5', routes, { networkInterfaces: [{ ...appliance, sourceDestCheck: false }] }).outcome,
    ).toBe('allow');
  });

  it('that is an internet gateway carries IPv4 only for addresses with a public one', () => {
    const index = indexed({ routeTables: [routeTable({ routes: [route('0.0.0.0/0', INTERNET)] })] });
    const out = packet({ destination: '198.51.100.7', destinationPort: 443 });
    const from = (publicAddress: string | null) =>
      networkInterface({ ipv4: [ipv4('10.0.1.5', { publicAddress })] });
    const ask = (of: ReturnType<typeof from>) =>
      evaluateRoute(index, { subnetId: 'subnet-0web', packet: out, from: of });

    expect(ask(from('203.0.113.5')).outcome).toBe('allow');
    expect(ask(from(null))).toMatchObject({
      outcome: 'deny',
      because:
        'it routes 0.0.0.0/0 to igw-0aaa, and 10.0.1.5 has no public IPv4 address, without which an internet gateway carries nothing',
    });
  });
});
