import { describe, expect, it } from 'vitest';
import { notMirrorable } from '../../../src/analyzers/mirror/mirrorable.ts';
import { indexed, ipv4, networkInterface, subnet, WEB } from '../../kit/networks.ts';

const REQUESTED = { requesterManaged: true, requesterId: '123456789012' } as const;

describe('a network interface', () => {
  it.each([
    ['of an instance', {}],
    ['of RDS', { ...REQUESTED, description: 'RDSNetworkInterface' }],
    ['of ElastiCache', { ...REQUESTED, description: 'ElastiCache redis-1' }],
  ])('%s can be mirrored', (_, changes) => {
    expect(notMirrorable(networkInterface(changes), indexed())).toBeUndefined();
  });

  it.each([
    ['nat_gateway', 'NAT gateway', 'the instance behind it'],
    ['lambda', 'Lambda function', 'the other end'],
    ['network_load_balancer', 'load balancer', 'its targets'],
    ['gateway_load_balancer', 'load balancer', 'its targets'],
    ['vpc_endpoint', 'VPC endpoint', 'the client'],
    ['transit_gateway', 'transit gateway', 'one of the two ends'],
    ['trunk', '“interface”', 'the other end'],
  ])('of type %s cannot, and there is another place to look', (type, because, instead) => {
    const found = notMirrorable(networkInterface({ type }), indexed());

    expect(found?.because).toContain(because);
    expect(found?.instead).toContain(instead);
  });

  it('of an Application Load Balancer cannot, though its type is the plain one', () => {
    const of = networkInterface({ ...REQUESTED, requesterId: 'amazon-elb', description: 'ELB app/web/0123' });

    expect(notMirrorable(of, indexed())?.because).toContain('load balancer');
  });

  it('that AWS made for another service cannot', () => {
    const of = networkInterface({ ...REQUESTED, description: 'EFS mount target for fs-0aaa (fsmt-0aaa)' });

    expect(notMirrorable(of, indexed())?.because).toContain('RDS’s and ElastiCache’s');
  });

  it('in a subnet with IPv6 only cannot', () => {
    const index = indexed({ subnets: [subnet('subnet-0web', '2001:db8::/64')] });

    expect(notMirrorable(WEB, index)?.because).toContain('IPv6 only');
    expect(notMirrorable(WEB, indexed())).toBeUndefined();
  });

  it('without an IPv4 address counts as in such a subnet where the subnet was not read', () => {
    const of = networkInterface({ ipv4: [], ipv6: ['2001:db8::5'] });

    expect(notMirrorable(of, indexed({ subnets: null }))?.because).toContain('IPv6 only');
    expect(notMirrorable({ ...of, ipv4: [ipv4('10.0.1.5')] }, indexed({ subnets: null }))).toBeUndefined();
  });
});
