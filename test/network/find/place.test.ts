import { describe, expect, it } from 'vitest';
import { holdersOf, interfaceAt, privateHoldersOf } from '../../../src/network/find/address-holder.ts';
import {
  isInVpc,
  isOfInternet,
  networkAclOf,
  routeTableOf,
  subnetsAround,
  vpcsAround,
} from '../../../src/network/find/place.ts';
import {
  block,
  DB,
  DB_ACL,
  indexed,
  ipv4,
  networkInterface,
  routeTable,
  subnet,
  vpc,
  WEB,
} from '../../kit/networks.ts';

describe('the interface that has an address', () => {
  const shown = networkInterface({
    id: 'eni-0all',
    ipv4: [ipv4('10.0.1.7', { publicAddress: '203.0.113.7' }), ipv4('10.0.1.8', { primary: false })],
    ipv6: ['2001:db8::7'],
    prefixes: [block('10.0.1.64/28'), block('2001:db8:0:1::/80')],
  });
  const index = indexed({ networkInterfaces: [WEB, shown] });

  it.each([
    ['10.0.1.7', 'primary'],
    ['10.0.1.8', 'secondary'],
    ['203.0.113.7', 'public'],
    ['2001:db8::7', 'ipv6'],
    ['2001:0DB8:0:0:0:0:0:7', 'ipv6'],
    ['10.0.1.70', 'prefix'],
    ['2001:db8:0:1::9', 'prefix'],
  ])('%s has it as its %s address', (address, as) => {
    expect(holdersOf(index, address)).toEqual([{ interface: shown, as }]);
  });

  it('is none for an address that nothing has, and for what is no address', () => {
    expect(holdersOf(index, '10.0.1.99')).toEqual([]);
    expect(holdersOf(index, 'web-1')).toEqual([]);
  });

  it('does not count as private under its public address', () => {
    expect(privateHoldersOf(index, '203.0.113.7')).toEqual([]);
    expect(privateHoldersOf(index, '10.0.1.7')).toEqual([shown]);
  });

  it('is one of several where VPCs overlap, until a VPC is named', () => {
    const twin = networkInterface({ id: 'eni-0twin', vpcId: 'vpc-0bbb' });
    const overlapping = indexed({ networkInterfaces: [WEB, twin] });

    expect(interfaceAt(overlapping, '10.0.1.5')).toBeUndefined();
    expect(interfaceAt(overlapping, '10.0.1.5', 'vpc-0bbb')).toBe(twin);
    expect(interfaceAt(overlapping, '10.0.1.5', 'vpc-0ccc')).toBeUndefined();
  });
});

describe('where an address lies', () => {
  const index = indexed({
    subnets: [
      subnet('subnet-0web', '10.0.1.0/24 2001:db8:0:1::/64'),
      subnet('subnet-0twin', '10.0.1.0/24', { vpcId: 'vpc-0bbb' }),
      subnet('subnet-0large', '10.0.0.0/20', { vpcId: 'vpc-0ccc' }),
    ],
    vpcs: [vpc('vpc-0aaa', '10.0.0.0/16 2001:db8::/56'), vpc('vpc-0bbb', '10.0.0.0/16')],
  });

  it('is every subnet that holds it, the smallest block first', () => {
    expect(subnetsAround(index, '10.0.1.5').map(({ id }) => id)).toEqual([
      'subnet-0web',
      'subnet-0twin',
      'subnet-0large',
    ]);
    expect(subnetsAround(index, '2001:db8:0:1::5').map(({ id }) => id)).toEqual(['subnet-0web']);
  });

  it('is every VPC that holds it', () => {
    expect(vpcsAround(index, '10.0.200.1').map(({ id }) => id)).toEqual(['vpc-0aaa', 'vpc-0bbb']);
    expect(vpcsAround(index, '192.0.2.1')).toEqual([]);
  });

  it('is known of a VPC that was read, and of another only where a subnet of it holds the address', () => {
    expect(isInVpc(index, '10.0.200.1', 'vpc-0aaa')).toBe(true);
    expect(isInVpc(index, '10.9.0.1', 'vpc-0aaa')).toBe(false);
    expect(isInVpc(index, '10.0.3.1', 'vpc-0ccc')).toBe(true);
    expect(isInVpc(index, '10.9.0.1', 'vpc-0ccc')).toBeUndefined();
  });

  it('is the internet for public addresses that no VPC and no interface has', () => {
    expect(isOfInternet(index, '198.51.100.1')).toBe(true);
    expect(isOfInternet(index, '10.9.0.1')).toBe(false);
    expect(isOfInternet(index, '2001:db8:0:1::5')).toBe(false);
    expect(isOfInternet(index, '2001:db8:ffff::1')).toBe(true);
  });
});

describe('what applies in a subnet', () => {
  it('is the network ACL that is associated with it', () => {
    expect(networkAclOf(indexed(), 'subnet-0db')).toBe(DB_ACL);
  });

  it('is not known where no network ACL is associated with it, or none was read', () => {
    expect(networkAclOf(indexed({ networkAcls: [DB_ACL] }), 'subnet-0web')).toEqual({
      notKnown:
        'no network ACL in the configuration is associated with subnet-0web, though every subnet has one',
    });
    expect(networkAclOf(indexed({ networkAcls: null }), 'subnet-0web')).toEqual({
      notKnown: 'the network ACLs were not read',
    });
  });

  const main = routeTable();
  const own = routeTable({ id: 'rtb-0own', main: false, subnetIds: ['subnet-0db'] });
  const foreign = routeTable({ id: 'rtb-0foreign', vpcId: 'vpc-0bbb' });

  it('is its own route table, or else the main table of its VPC', () => {
    const index = indexed({ routeTables: [foreign, main, own] });

    expect(routeTableOf(index, 'subnet-0db')).toBe(own);
    expect(routeTableOf(index, 'subnet-0web')).toBe(main);
  });

  it('follows its VPC by its interfaces where the subnets were not read', () => {
    const index = indexed({ routeTables: [foreign, main], subnets: null, networkInterfaces: [DB] });

    expect(routeTableOf(index, 'subnet-0db')).toBe(main);
  });

  it('is no known route table where the main one is missing, or none was read', () => {
    expect(routeTableOf(indexed({ routeTables: [foreign] }), 'subnet-0web')).toEqual({
      notKnown:
        'no route table in the configuration is associated with subnet-0web, and the main table of its VPC is not in it',
    });
    expect(routeTableOf(indexed({ routeTables: null }), 'subnet-0web')).toEqual({
      notKnown: 'the route tables were not read',
    });
  });
});
