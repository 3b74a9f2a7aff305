import { describe, expect, it } from 'vitest';
import { NEVER_LOGGED, neverLogged } from '../../src/record/never-logged.ts';

const HOST = '10.0.1.5';

describe('neverLogged', () => {
  it.each([
    ['169.254.169.254', 80, 6, 'instance-metadata'],
    ['fd00:ec2::254', 80, 6, 'instance-metadata'],
    ['fd00:ec2:0:0:0:0:0:254', 80, 6, 'instance-metadata'],
    ['169.254.169.123', 123, 17, 'time-sync'],
    ['fd00:ec2::123', 123, 17, 'time-sync'],
    ['169.254.169.253', 53, 17, 'resolver-link-local'],
    ['fd00:ec2::253', 53, 6, 'resolver-link-local'],
    ['169.254.169.250', 1688, 6, 'windows-activation'],
    ['169.254.169.251', 1688, 6, 'windows-activation'],
    ['169.254.170.2', 80, 6, 'container-credentials'],
    ['169.254.170.23', 80, 6, 'container-credentials'],
    ['255.255.255.255', 67, 17, 'dhcp'],
    ['10.0.0.1', 68, 17, 'dhcp'],
    ['ff02::1:2', 547, 17, 'dhcpv6'],
  ])('knows %s port %i over protocol %i for certain', (destination, port, protocol, id) => {
    expect(neverLogged(HOST, destination, port, protocol)).toMatchObject({ id, certainty: 'certain' });
  });

  it('knows the answers too', () => {
    expect(neverLogged('169.254.169.254', HOST, 40_000, 6)?.id).toBe('instance-metadata');
  });

  it.each([17, 6, null])(
    'takes DNS to an address that ends in .2 for the resolver only if it is (protocol %s)',
    (protocol) => {
      expect(neverLogged(HOST, '10.0.0.2', 53, protocol)).toMatchObject({
        id: 'vpc-resolver',
        certainty: 'if-resolver',
      });
    },
  );

  it.each([
    ['10.0.0.2', 443, 6],
    ['10.0.0.2', 53, 1],
    ['10.0.0.22', 53, 17],
    ['8.8.8.8', 53, 17],
    ['10.0.0.1', 67, 6],
    ['169.254.1.1', 80, 6],
  ])('has nothing on %s port %i over protocol %i', (destination, port, protocol) => {
    expect(neverLogged(HOST, destination, port, protocol)).toBeUndefined();
  });

  it('does without what is not known', () => {
    expect(neverLogged(null, null)).toBeUndefined();
    expect(neverLogged(null, '169.254.169.254')?.id).toBe('instance-metadata');
  });
});

describe('NEVER_LOGGED', () => {
  it('says of each kind what it is, what to use instead and where that stands', () => {
    expect(new Set(NEVER_LOGGED.map(({ id }) => id)).size).toBe(NEVER_LOGGED.length);
    for (const entry of NEVER_LOGGED) expect([entry.what, entry.instead, entry.source]).not.toContain('');
  });
});
