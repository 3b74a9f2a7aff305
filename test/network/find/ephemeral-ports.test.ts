import { describe, expect, it } from 'vitest';
import { ephemeralPortsAt, ephemeralPortsOf } from '../../../src/network/find/ephemeral-ports.ts';
import { indexed, ipv4, networkInterface } from '../../kit/networks.ts';

describe('the ports that a client opens connections from', () => {
  it.each([
    [{ type: 'nat_gateway' }, 'NAT gateway', 1024, 65_535],
    [{ type: 'network_load_balancer' }, 'Elastic Load Balancing', 1024, 65_535],
    [
      { description: 'ELB app/shop/50dc6c495c0c9188', requesterId: 'amazon-elb' },
      'Elastic Load Balancing',
      1024,
      65_535,
    ],
    [{ type: 'lambda' }, 'Lambda function', 1024, 65_535],
    [{ description: 'AWS Lambda VPC ENI-reports' }, 'Lambda function', 1024, 65_535],
    [{}, 'Linux, Amazon Linux among them', 32_768, 60_999],
  ])('of an interface with %j are those of a %s', (changes, client, low, high) => {
    expect(ephemeralPortsOf(networkInterface(changes))).toEqual({ client, low, high });
  });

  it('of an address follow the interface that has it', () => {
    const nat = networkInterface({ type: 'nat_gateway', ipv4: [ipv4('10.0.0.9')] });

    expect(ephemeralPortsAt(indexed({ networkInterfaces: [nat] }), '10.0.0.9').low).toBe(1024);
  });

  it('of a host of the internet can be any', () => {
    expect(ephemeralPortsAt(indexed(), '198.51.100.1')).toEqual({
      client: 'any client of the internet',
      low: 1024,
      high: 65_535,
    });
  });

  it('of a private address that nothing has are taken for a Linux host’s', () => {
    expect(ephemeralPortsAt(indexed(), '10.0.1.99').low).toBe(32_768);
  });
});
