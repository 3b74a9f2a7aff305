import { describe, expect, it } from 'vitest';
import { readRouteTables } from '../../../src/network/reading/route-tables.ts';

const source = 'tables.json';

function tableWith(changes: object) {
  const body = { RouteTables: [{ RouteTableId: 'rtb-0aaa', VpcId: 'vpc-0aaa', ...changes }] };
  const { things, notes } = readRouteTables({ source, body });
  expect(notes).toEqual([]);
  return things[0];
}

describe('a route', () => {
  it.each([
    [{ GatewayId: 'local' }, 'local', 'local'],
    [{ GatewayId: 'igw-0aaa' }, 'internet-gateway', 'igw-0aaa'],
    [{ GatewayId: 'vgw-0aaa' }, 'virtual-private-gateway', 'vgw-0aaa'],
    [{ GatewayId: 'vpce-0aaa' }, 'vpc-endpoint', 'vpce-0aaa'],
    [{ EgressOnlyInternetGatewayId: 'eigw-0aaa' }, 'egress-only-internet-gateway', 'eigw-0aaa'],
    [{ NatGatewayId: 'nat-0aaa' }, 'nat-gateway', 'nat-0aaa'],
    [{ TransitGatewayId: 'tgw-0aaa' }, 'transit-gateway', 'tgw-0aaa'],
    [{ VpcPeeringConnectionId: 'pcx-0aaa' }, 'peering-connection', 'pcx-0aaa'],
    [{ InstanceId: 'i-0aaa', NetworkInterfaceId: 'eni-0aaa' }, 'network-interface', 'eni-0aaa'],
    [{ CarrierGatewayId: 'cagw-0aaa' }, 'carrier-gateway', 'cagw-0aaa'],
    [{ LocalGatewayId: 'lgw-0aaa' }, 'local-gateway', 'lgw-0aaa'],
    [
      { CoreNetworkArn: 'arn:aws:networkmanager::1:core-network/c' },
      'core-network',
      'arn:aws:networkmanager::1:core-network/c',
    ],
    [{}, 'other', 'no target'],
  ])('with %j goes to %s', (given, kind, id) => {
    const table = tableWith({ Routes: [{ DestinationCidrBlock: '10.9.0.0/16', State: 'active', ...given }] });

    expect(table?.routes[0]?.target).toEqual({ kind, id });
  });

  it.each([
    ['active', 'active'],
    ['blackhole', 'blackhole'],
    ['filtered', 'blackhole'],
    [undefined, 'active'],
  ])('in state %s is %s', (State, state) => {
    const table = tableWith({ Routes: [{ DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-0aaa', State }] });

    expect(table?.routes[0]?.state).toBe(state);
  });

  it('may be to a prefix list, and may have been learned', () => {
    const table = tableWith({
      Routes: [
        { DestinationPrefixListId: 'pl-0aaa', GatewayId: 'vpce-0aaa', Origin: 'CreateRoute' },
        { DestinationCidrBlock: '10.9.0.0/16', GatewayId: 'vgw-0aaa', Origin: 'EnableVgwRoutePropagation' },
      ],
    });

    expect(table?.routes.map(({ destination, propagated }) => [destination.kind, propagated])).toEqual([
      ['prefix-list', false],
      ['cidr', true],
    ]);
  });
});

describe('a route table', () => {
  it('is main, has subnets by name, or has neither', () => {
    const associations = [
      { Main: true, RouteTableAssociationId: 'rtbassoc-0aaa' },
      { Main: false, SubnetId: 'subnet-0aaa', AssociationState: { State: 'associated' } },
      { Main: false, SubnetId: 'subnet-0bbb', AssociationState: { State: 'disassociated' } },
      { Main: false, GatewayId: 'igw-0aaa' },
    ];

    expect(tableWith({ Associations: associations })).toMatchObject({
      main: true,
      subnetIds: ['subnet-0aaa'],
    });
    expect(tableWith({})).toMatchObject({ main: false, subnetIds: [], routes: [] });
  });
});
