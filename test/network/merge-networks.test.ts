import { describe, expect, it } from 'vitest';
import { evaluatePacket } from '../../src/network/evaluate/evaluate-packet.ts';
import { evaluatePublicAccess } from '../../src/network/evaluate/public-access.ts';
import { indexNetwork } from '../../src/network/find/index-network.ts';
import { resolveSubject } from '../../src/network/find/resolve-subject.ts';
import { mergeNetworks } from '../../src/network/merge-networks.ts';
import { type Network, UNKNOWN_NETWORK } from '../../src/network/network.ts';
import {
  block,
  ipv4,
  network,
  networkAcl,
  networkInterface,
  packet,
  routeTable,
  securityGroup,
  subnet,
  vpc,
} from '../kit/networks.ts';

/** Another account: its VPC has the same blocks as the first one's, and nothing in common with it. */
const OTHER: Network = {
  ...UNKNOWN_NETWORK,
  networkInterfaces: [
    networkInterface({
      id: 'eni-0far',
      name: 'far-1',
      ipv4: [ipv4('10.0.1.5')],
      subnetId: 'subnet-0far',
      vpcId: 'vpc-0far',
      groups: [{ id: 'sg-0far', name: 'far' }],
    }),
  ],
  securityGroups: [securityGroup({ id: 'sg-0far', name: 'far', outbound: [] })],
  networkAcls: [networkAcl({ id: 'acl-0far', vpcId: 'vpc-0far', subnetIds: ['subnet-0far'] })],
  routeTables: [routeTable({ id: 'rtb-0far', vpcId: 'vpc-0far', subnetIds: [] })],
  subnets: [subnet('subnet-0far', '10.0.1.0/24', { vpcId: 'vpc-0far' })],
  vpcs: [vpc('vpc-0far', '10.0.0.0/16')],
};

function accessAt(merged: Network, subnetId: string, vpcId: string) {
  return evaluatePublicAccess(indexNetwork(merged), {
    packet: packet(),
    subnetId,
    vpcId,
    opened: 'outside',
    egressOnly: false,
  });
}

describe('the networks of several accounts', () => {
  it('are all there, each thing once', () => {
    const merged = mergeNetworks([network(), OTHER, network()]);

    expect(merged.networkInterfaces?.map(({ id }) => id)).toEqual(['eni-0web', 'eni-0db', 'eni-0far']);
    expect(merged.vpcs?.map(({ id }) => id)).toEqual(['vpc-0aaa', 'vpc-0far']);
  });

  it('are the one that there is, as it is', () => {
    const only = network();

    expect(mergeNetworks([only])).toBe(only);
  });

  it('know of a kind what any of them read, and nothing of one that none read', () => {
    const merged = mergeNetworks([network({ instances: null }), { ...UNKNOWN_NETWORK, instances: [] }]);

    expect(merged.instances).toEqual([]);
    expect(merged.natGateways).toBeNull();
  });

  it('say the same of a packet inside one of them as that one alone, though the other overlaps it', () => {
    const bound = packet();
    const alone = evaluatePacket(indexNetwork(network()), { packet: bound });
    const merged = evaluatePacket(
      indexNetwork(mergeNetworks([network(), { ...OTHER, networkInterfaces: [] }])),
      { packet: bound },
    );

    expect(merged.outcome).toBe('allow');
    expect(merged.request.map(({ step, outcome }) => [step, outcome])).toEqual(
      alone.request.map(({ step, outcome }) => [step, outcome]),
    );
  });

  it('show every interface that has an address', () => {
    const found = resolveSubject(indexNetwork(mergeNetworks([network(), OTHER])), {
      kind: 'address',
      family: 4,
      text: '10.0.1.5',
    });

    expect('interfaces' in found && found.interfaces.map(({ id }) => id)).toEqual(['eni-0web', 'eni-0far']);
  });

  it('take the entries of a prefix list from whoever read them', () => {
    const lists = (entries: Network['prefixLists']) => ({ ...UNKNOWN_NETWORK, prefixLists: entries });
    const read = { id: 'pl-0aaa', name: null, entries: [block('10.9.0.0/16')] };

    expect(
      mergeNetworks([lists([{ id: 'pl-0aaa', name: 'shared', entries: null }]), lists([read]), lists(null)])
        .prefixLists,
    ).toEqual([{ ...read, name: 'shared' }]);
  });
});

describe('VPC Block Public Access of several accounts', () => {
  it('holds in each account for its own subnets', () => {
    const merged = mergeNetworks([
      network({ blockMode: 'off' }),
      { ...OTHER, blockMode: 'block-bidirectional', blockExclusions: [] },
    ]);

    expect(accessAt(merged, 'subnet-0web', 'vpc-0aaa').outcome).toBe('allow');
    expect(accessAt(merged, 'subnet-0far', 'vpc-0far').outcome).toBe('deny');
    expect(merged.blockMode).toBeNull();
  });

  it('is not known for the subnets of an account that did not tell', () => {
    const merged = mergeNetworks([network({ blockMode: 'block-bidirectional', blockExclusions: [] }), OTHER]);

    expect(accessAt(merged, 'subnet-0far', 'vpc-0far').outcome).toBe('unknown');
    expect(accessAt(merged, 'subnet-0web', 'vpc-0aaa').outcome).toBe('deny');
  });

  it('denies nothing where one account’s exclusions were not read', () => {
    const merged = mergeNetworks([
      network({ blockMode: 'block-bidirectional', blockExclusions: [] }),
      { ...OTHER, blockMode: 'block-bidirectional', blockExclusions: null },
    ]);

    expect(accessAt(merged, 'subnet-0far', 'vpc-0far').outcome).toBe('unknown');
  });
});
