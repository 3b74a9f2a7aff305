/** What belongs to a resource: its network interfaces, and the addresses and blocks that records may show for them. */
import type { Cidr } from '../../record/address.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { NetworkIndex } from './index-network.ts';
import { groupName, interfaceLabel } from './label.ts';

export type ResourceKind = 'network-interface' | 'instance' | 'security-group' | 'subnet' | 'vpc';

export interface Extent {
  readonly interfaces: readonly NetworkInterface[];
  /** Each once: private, public and IPv6. */
  readonly addresses: readonly string[];
  /** Delegated prefixes, and the blocks of subnets and VPCs. */
  readonly blocks: readonly Cidr[];
}

export function extentOf(interfaces: readonly NetworkInterface[], blocks: readonly Cidr[] = []): Extent {
  const addresses = interfaces.flatMap(({ ipv4, ipv6 }) => [
    ...ipv4.flatMap(({ address, publicAddress }) => (publicAddress ? [address, publicAddress] : [address])),
    ...ipv6,
  ]);
  return {
    interfaces,
    addresses: [...new Set(addresses)],
    blocks: [...blocks, ...interfaces.flatMap(({ prefixes }) => prefixes)],
  };
}

export interface Resource extends Extent {
  readonly name: string | null;
}

/** Undefined where the configuration has neither the resource nor an interface that belongs to it. */
export function resourceIn(index: NetworkIndex, kind: ResourceKind, id: string): Resource | undefined {
  const interfaces = index.network.networkInterfaces ?? [];
  switch (kind) {
    case 'network-interface': {
      const of = index.interfaces.get(id);
      return of && { name: interfaceLabel(index, of), ...extentOf([of]) };
    }
    case 'instance': {
      const own = interfaces.filter(({ instanceId }) => instanceId === id);
      const [first] = own;
      return first && { name: interfaceLabel(index, first), ...extentOf(own) };
    }
    case 'security-group': {
      const members = index.interfacesByGroup.get(id) ?? [];
      if (members.length === 0 && !index.groups.has(id)) return undefined;
      return { name: groupName(index, id), ...extentOf(members) };
    }
    case 'subnet': {
      const subnet = index.subnets.get(id);
      const own = interfaces.filter(({ subnetId }) => subnetId === id);
      if (!subnet && own.length === 0) return undefined;
      return { name: subnet?.name ?? null, ...extentOf(own, subnet?.blocks) };
    }
    case 'vpc': {
      const vpc = index.vpcs.get(id);
      const own = interfaces.filter(({ vpcId }) => vpcId === id);
      if (!vpc && own.length === 0) return undefined;
      return { name: vpc?.name ?? null, ...extentOf(own, vpc?.blocks) };
    }
  }
}
