/**
 * Traffic that neither security groups nor network ACLs filter: Amazon DNS, DHCP, instance metadata, ECS task metadata, Windows activation,
 * Amazon Time Sync, and the VPC router's own addresses (VPC User Guide, "Security group basics" and "Network ACL basics").
 */

import { parseCidr } from '../../record/address.ts';
import { neverLogged } from '../../record/never-logged.ts';
import { UDP } from '../../record/protocols.ts';
import { type AddressNumber, addressNumber, blockContains, offsetIn } from '../block.ts';
import { holdersOf } from '../find/address-holder.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isOfInternet } from '../find/place.ts';
import type { Packet } from './packet.ts';

/** AWS's services that answer inside every subnet. Most packets have nothing to do with them. */
const RESERVED = ['169.254.0.0/16', 'fd00:ec2::/32'].map(parseCidr).filter((block) => block !== undefined);

/** Of every subnet's IPv4 block, the second address is the VPC router's (VPC User Guide, "Subnet sizing for IPv4"). */
const ROUTER_OFFSET = 1n;
/** Of a VPC's primary IPv4 block, the third address is the resolver's (VPC User Guide, "Amazon DNS server"). */
const RESOLVER_OFFSET = 2n;

function isRouter(index: NetworkIndex, address: AddressNumber, vpcId: string | null): boolean {
  return index
    .subnetsAround(address)
    .some(
      (subnet) =>
        (vpcId === null || subnet.vpcId === vpcId) &&
        subnet.blocks.some((block) => block.family === 4 && offsetIn(block, address) === ROUTER_OFFSET),
    );
}

function isResolver(index: NetworkIndex, address: AddressNumber, vpcId: string | null): boolean {
  return index
    .vpcsAround(address)
    .some(
      ({ id, primaryBlock }) =>
        (vpcId === null || id === vpcId) &&
        primaryBlock !== null &&
        offsetIn(primaryBlock, address) === RESOLVER_OFFSET,
    );
}

/** DHCP is known by its ports, but only with Amazon's server: a host of this or another network on the same ports is filtered. */
function isBesideSubnet(index: NetworkIndex, source: string, destination: string): boolean {
  return [source, destination].some(
    (address) => holdersOf(index, address).length === 0 && !isOfInternet(index, address),
  );
}

/**
 * What the traffic is, where nothing filters it. Undefined for all other traffic.
 * @param vpcId the VPC it is in; null where that is not known, so that an address counts that is special in any VPC
 */
export function neverFiltered(index: NetworkIndex, packet: Packet, vpcId: string | null): string | undefined {
  const { source, destination, destinationPort, protocol } = packet;
  const ends = [addressNumber(source), addressNumber(destination)].filter((end) => end !== undefined);
  const isReserved = ends.some((end) => RESERVED.some((block) => blockContains(block, end)));
  if (isReserved || (protocol === UDP && isBesideSubnet(index, source, destination))) {
    const known = neverLogged(source, destination, destinationPort, protocol);
    if (known?.certainty === 'certain') return known.what;
  }
  if (ends.some((end) => isResolver(index, end, vpcId))) return 'DNS with the VPC’s resolver';
  return ends.some((end) => isRouter(index, end, vpcId)) ? 'traffic with the VPC router itself' : undefined;
}
