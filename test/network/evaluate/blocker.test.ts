import { describe, expect, it } from 'vitest';
import { blockerOf } from '../../../src/network/evaluate/blocker.ts';
import { evaluatePacket } from '../../../src/network/evaluate/evaluate-packet.ts';
import type { Network } from '../../../src/network/network.ts';
import {
  DB,
  DB_ACL,
  DB_GROUP,
  entries,
  entry,
  indexed,
  packet,
  routeTable,
  securityGroup,
  tcp,
  WEB,
  WEB_ACL,
  WEB_GROUP,
} from '../../kit/networks.ts';

function blockerIn(changes: Partial<Network>, sourcePort: number | null = 49_152) {
  const { blockedBy } = evaluatePacket(indexed(changes), { packet: packet({ sourcePort }) });
  return blockedBy && blockerOf(blockedBy.step);
}

describe('the blocker', () => {
  it('is the one group of an interface', () => {
    expect(blockerIn({ securityGroups: [WEB_GROUP, { ...DB_GROUP, inbound: [] }] })).toEqual({
      kind: 'security-group',
      id: 'sg-0db',
      direction: 'inbound',
      because: 'sg-0db (db) has no inbound rule at all, and what no rule allows is denied',
    });
  });

  it('is no single group where the interface has several', () => {
    const db = { ...DB, groups: [...DB.groups, { id: 'sg-0extra', name: null }] };
    const securityGroups = [WEB_GROUP, { ...DB_GROUP, inbound: [] }, securityGroup({ id: 'sg-0extra' })];

    expect(blockerIn({ networkInterfaces: [WEB, db], securityGroups })).toMatchObject({
      kind: 'security-group',
      id: null,
    });
  });

  it('is a network ACL with the rule that matched', () => {
    const inbound = entries(entry(90, 'deny', tcp(5432), '10.0.1.0/24'));

    expect(blockerIn({ networkAcls: [WEB_ACL, { ...DB_ACL, inbound }] })).toEqual({
      kind: 'network-acl',
      id: 'acl-0db',
      rule: '90',
      direction: 'inbound',
      because: 'inbound rule 90 denies tcp 5432 from 10.0.1.5',
    });
  });

  it('is a network ACL with the rule that denies part of the ports', () => {
    const outbound = entries(entry(100, 'allow', tcp(40_000, 65_535), '0.0.0.0/0'));

    expect(blockerIn({ networkAcls: [WEB_ACL, { ...DB_ACL, outbound }] }, null)).toMatchObject({
      kind: 'network-acl',
      rule: '*',
      direction: 'outbound',
    });
  });

  it('is a route table', () => {
    expect(blockerIn({ routeTables: [routeTable({ routes: [] })] })).toEqual({
      kind: 'route-table',
      id: 'rtb-0main',
      direction: 'outbound',
      because: 'it has no route to 10.0.2.9',
    });
  });

  it('is nothing for a step that lets the packet through', () => {
    const { request } = evaluatePacket(indexed(), { packet: packet() });

    expect(request.map(blockerOf)).toEqual([null, null, null, null, null]);
  });
});
