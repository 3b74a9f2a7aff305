import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/network/network.ts';
import { diagnosed, line, OTHERS } from '../kit/lines.ts';
import {
  ALL_TRAFFIC,
  allow,
  DB,
  DB_GROUP,
  entries,
  entry,
  network,
  networkAcl,
  networkInterface,
  securityGroup,
  tcp,
  WEB,
  WEB_ACL,
  WEB_GROUP,
} from '../kit/networks.ts';

const TRIES = [40100, 40101, 40102, 40103];

/** web-1 tries db-1 on 6379, and is rejected at db-1's interface. */
const REJECTED_IN = TRIES.flatMap((port) => [
  line({ at: 'eni-0web', from: `10.0.1.5:${port}`, to: '10.0.2.9:6379', flags: 2 }),
  line({ at: 'eni-0db', from: `10.0.1.5:${port}`, to: '10.0.2.9:6379', flags: 2, action: 'REJECT' }),
]);

const REPLIES_REJECTED = TRIES.flatMap((port) => [
  line({ at: 'eni-0db', from: `10.0.1.5:${port}`, to: '10.0.2.9:5432', flags: 2 }),
  line({ at: 'eni-0db', from: '10.0.2.9:5432', to: `10.0.1.5:${port}`, flags: 18, action: 'REJECT' }),
]);

const OPEN_GROUP = securityGroup({ id: 'sg-0db', name: 'db', inbound: [allow(ALL_TRAFFIC, '0.0.0.0/0')] });

function rejected(changes: Partial<Network>, lines = REJECTED_IN) {
  return diagnosed('reject 10.0.2.9', [...OTHERS, ...lines], { network: network(changes) });
}

function dbAcl(changes: Parameters<typeof networkAcl>[0]) {
  return [WEB_ACL, networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'], ...changes })];
}

describe('a rejected request', () => {
  it('is the security group that has no rule for it, where the network ACL allows it', async () => {
    const found = await rejected({});

    expect(found).toMatchObject({
      verdict: 'sg-inbound',
      blocker: { kind: 'security-group', id: 'sg-0db', direction: 'inbound' },
    });
    expect(found.nextCheck).toContain('aws ec2 authorize-security-group-ingress --group-id sg-0db');
  });

  it('is the rule of the network ACL that denies it, which comes first on the way in', async () => {
    const found = await rejected({
      networkAcls: dbAcl({
        inbound: entries(
          entry(90, 'deny', tcp(6379), '10.0.1.0/24'),
          entry(100, 'allow', ALL_TRAFFIC, '0.0.0.0/0'),
        ),
      }),
    });

    expect(found).toMatchObject({
      verdict: 'nacl-inbound',
      blocker: { kind: 'network-acl', id: 'acl-0db', rule: '90' },
    });
  });

  it('names no single group where several could each have let it in', async () => {
    const two = networkInterface({
      ...DB,
      groups: [
        { id: 'sg-0db', name: 'db' },
        { id: 'sg-0more', name: 'more' },
      ],
    });

    const found = await rejected({
      networkInterfaces: [WEB, two],
      securityGroups: [WEB_GROUP, DB_GROUP, securityGroup({ id: 'sg-0more', inbound: [] })],
    });

    expect(found).toMatchObject({ verdict: 'sg-inbound', blocker: { kind: 'security-group', id: null } });
  });

  it('must be the network ACL, which is not known, where the groups let it in', async () => {
    const found = await rejected({ networkAcls: null, securityGroups: [WEB_GROUP, OPEN_GROUP] });

    expect(found).toMatchObject({ verdict: 'nacl-inbound', blocker: { kind: 'network-acl', id: null } });
    expect(found.confidence).toBeLessThan(0.9);
  });

  it('is less surely the group where the network ACL, which comes first, is not known', async () => {
    const found = await rejected({ networkAcls: null });

    expect(found.verdict).toBe('sg-inbound');
    expect(found.confidence).toBeLessThan(0.9);
  });

  it('was rejected by a rule that was changed since, where all of them let it in now', async () => {
    const found = await rejected({ securityGroups: [WEB_GROUP, OPEN_GROUP] });

    expect(found.verdict).toBe('sg-or-nacl-inbound');
    expect(found.confidence).toBeLessThanOrEqual(0.6);
    expect(found.summary).toContain('a rule was changed since');
  });

  it('stays as records have it where the interface is gone from the configuration', async () => {
    const found = await rejected({ networkInterfaces: [WEB] });

    expect(found).toMatchObject({ verdict: 'sg-or-nacl-inbound', blocker: null });
  });
});

describe('a rejected reply', () => {
  it('names the rule of the network ACL, and the ports that are missing', async () => {
    const found = await rejected(
      {
        networkAcls: dbAcl({
          outbound: entries(entry(100, 'allow', tcp(50_000, 65_535), '0.0.0.0/0')),
        }),
      },
      REPLIES_REJECTED,
    );

    expect(found).toMatchObject({
      verdict: 'nacl-return-outbound',
      blocker: { kind: 'network-acl', id: 'acl-0db', rule: '*' },
    });
    expect(found.blocker?.because).toContain('32768–49999');
    expect(found.nextCheck).toContain('From=32768,To=49999');
  });

  it('names the network ACL without a rule, and where to look for the change, where it lets replies out now', async () => {
    const found = await rejected({}, REPLIES_REJECTED);

    expect(found).toMatchObject({ verdict: 'nacl-return-outbound', blocker: { id: 'acl-0db' } });
    expect(found.blocker?.rule).toBeUndefined();
    expect(found.nextCheck).toContain('cloudtrail lookup-events');
  });
});
