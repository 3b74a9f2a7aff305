/**
 * How packets get from a network interface to an address, and back: network ACLs filter at the subnet's edge only, and references to
 * security groups hold on some ways only. Where nothing else is known, replies are taken to come back the way that packets go.
 */
import { privateHoldersOf } from '../find/address-holder.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isInVpc, isOfInternet, subnetsAround } from '../find/place.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { RouteTarget } from '../route-table.ts';
import { targetTowards } from './best-route.ts';

export interface Way {
  /** `direct`: inside one VPC. `appliance`: inside one VPC, through an interface or endpoint that a route names. */
  readonly kind: 'subnet' | 'direct' | 'appliance' | 'peering' | 'transit-gateway' | 'internet' | 'not-known';
  /** Whether both ends are in one subnet; undefined where that is not known. */
  readonly sameSubnet: boolean | undefined;
  /** The interface next to it that packets pass; null without one, or where it is not known. */
  readonly nextHop: NetworkInterface | null;
  /** For a transit gateway: whether both attachments let rules reference groups; null where it is not known. */
  readonly referencing: boolean | null;
}

/** Whether an address is in the interface's own subnet; undefined where neither its interface nor the subnet's block is known. */
export function isInSubnetOf(
  index: NetworkIndex,
  { subnetId, vpcId }: NetworkInterface,
  address: string,
): boolean | undefined {
  if (subnetId === null) return undefined;
  const holders = privateHoldersOf(index, address);
  if (holders.some((of) => of.subnetId === subnetId)) return true;
  if (holders.some((of) => of.vpcId === vpcId && of.subnetId !== null)) return false;
  if (index.subnets.has(subnetId)) return subnetsAround(index, address).some(({ id }) => id === subnetId);
  return isOfInternet(index, address) ? false : undefined;
}

function interfaceOf(index: NetworkIndex, target: RouteTarget): NetworkInterface | null {
  if (target.kind === 'network-interface') return index.interfaces.get(target.id) ?? null;
  if (target.kind === 'nat-gateway') return index.natInterfaces.get(target.id) ?? null;
  return null;
}

function referencing(
  index: NetworkIndex,
  gatewayId: string,
  vpcs: readonly (string | null)[],
): boolean | null {
  const attachments = vpcs.map((vpcId) =>
    index.network.transitGatewayAttachments?.find(
      (attachment) => attachment.transitGatewayId === gatewayId && attachment.vpcId === vpcId,
    ),
  );
  const support = attachments.map((attachment) => attachment?.securityGroupReferencing ?? null);
  if (support.includes(false)) return false;
  return support.includes(null) ? null : true;
}

const KINDS: Partial<Record<RouteTarget['kind'], Way['kind']>> = {
  local: 'direct',
  'peering-connection': 'peering',
  'transit-gateway': 'transit-gateway',
  'internet-gateway': 'internet',
  'egress-only-internet-gateway': 'internet',
  'nat-gateway': 'internet',
};

export function wayBetween(index: NetworkIndex, of: NetworkInterface, address: string): Way {
  const sameSubnet = isInSubnetOf(index, of, address);
  const base = { sameSubnet, nextHop: null, referencing: null };
  if (sameSubnet) return { ...base, kind: 'subnet' };

  const target = targetTowards(index, of.subnetId, address);
  const holders = privateHoldersOf(index, address);
  const insideVpc =
    of.vpcId !== null &&
    (holders.some(({ vpcId }) => vpcId === of.vpcId) || isInVpc(index, address, of.vpcId) === true);
  if (insideVpc) {
    const passes = target?.kind === 'network-interface' || target?.kind === 'vpc-endpoint';
    return passes
      ? { ...base, kind: 'appliance', nextHop: interfaceOf(index, target) }
      : { ...base, kind: 'direct' };
  }
  if (!target) return { ...base, kind: isOfInternet(index, address) ? 'internet' : 'not-known' };
  return {
    ...base,
    kind: KINDS[target.kind] ?? 'not-known',
    nextHop: interfaceOf(index, target),
    referencing:
      target.kind === 'transit-gateway'
        ? referencing(index, target.id, [of.vpcId, holders[0]?.vpcId ?? null])
        : null,
  };
}
