/** The ways to network interfaces: by address, by id, by what they belong to, by name. */
import { addressNumber, blockContains } from '../../../network/block.ts';
import { type NetworkInterface, ownAddresses } from '../../../network/network-interface.ts';
import { readNetworkInterfaces } from '../../../network/reading/network-interfaces.ts';
import { parseCidr } from '../../../record/address.ts';
import { patternsOfBlock } from './address-patterns.ts';
import { isNamed, type Lookup, literally, lookup, spellings } from './lookup.ts';

type InterfaceLookup = Lookup<'networkInterfaces'>;

/** What belongs to a subnet, a VPC, a group or a name can be thousands: so many pages of this size are read, and a note says when there are more. */
const LISTED = { pageSize: 1000, maxPages: 5 } as const;

export const MOST_LISTED = LISTED.pageSize * LISTED.maxPages;

function interfaces(
  filter: string,
  isOf: InterfaceLookup['isOf'],
  more: Partial<InterfaceLookup> = {},
): InterfaceLookup {
  return lookup({
    kind: 'networkInterfaces',
    operation: 'DescribeNetworkInterfaces',
    filter,
    read: readNetworkInterfaces,
    isOf,
    ...more,
  });
}

export const INTERFACE_BY_ID = interfaces('network-interface-id', ({ id }, value) => id === value);

export const INTERFACE_BY_PRIVATE_ADDRESS = interfaces('addresses.private-ip-address', ({ ipv4 }, value) =>
  ipv4.some(({ address }) => address === value),
);

export const INTERFACE_BY_PUBLIC_ADDRESS = interfaces('association.public-ip', ({ ipv4 }, value) =>
  ipv4.some(({ publicAddress }) => publicAddress === value),
);

export const INTERFACE_BY_IPV6_ADDRESS = interfaces('ipv6-addresses.ipv6-address', ({ ipv6 }, value) =>
  ipv6.includes(value),
);

export const INTERFACES_OF_INSTANCE = interfaces(
  'attachment.instance-id',
  ({ instanceId }, value) => instanceId === value,
);

export const INTERFACES_OF_GROUP = interfaces(
  'group-id',
  ({ groups }, value) => groups.some(({ id }) => id === value),
  LISTED,
);

export const INTERFACES_IN_SUBNET = interfaces(
  'subnet-id',
  ({ subnetId }, value) => subnetId === value,
  LISTED,
);

export const INTERFACES_IN_VPC = interfaces('vpc-id', ({ vpcId }, value) => vpcId === value, LISTED);

function isIn(of: NetworkInterface, value: string): boolean {
  const block = parseCidr(value);
  return ownAddresses(of).some((address) => {
    const number = addressNumber(address);
    return block !== undefined && number !== undefined && blockContains(block, number);
  });
}

function patternsOf(value: string): readonly string[] {
  const block = parseCidr(value);
  return block ? patternsOfBlock(block) : [];
}

/** The values are blocks. */
export const INTERFACES_IN_IPV4_BLOCK = interfaces('addresses.private-ip-address', isIn, {
  by: 'IPv4 block',
  patternsOf,
  ...LISTED,
});

export const INTERFACES_IN_IPV6_BLOCK = interfaces('ipv6-addresses.ipv6-address', isIn, {
  by: 'IPv6 block',
  patternsOf,
  ...LISTED,
});

export const INTERFACES_NAMED = interfaces('tag:Name', ({ name }, value) => isNamed(name, value), {
  patternsOf: spellings,
  ...LISTED,
});

/** How services write the name of their resource into the description of the interfaces that they make. */
function descriptionsOf(name: string): readonly string[] {
  return spellings(name).flatMap((of) => [
    `ELB ${of}`,
    `ELB app/${of}/*`,
    `ELB net/${of}/*`,
    `ELB gwy/${of}/*`,
    `AWS Lambda VPC ENI-${of}*`,
    `ElastiCache ${of}`,
    `EFS mount target for ${of}*`,
    `Interface for NAT Gateway ${of}`,
    `VPC Endpoint Interface ${of}`,
    `Network Interface for Transit Gateway Attachment ${of}`,
  ]);
}

export const INTERFACES_OF_SERVICE_NAMED = interfaces(
  'description',
  ({ description }, value) => description.toLowerCase().includes(value.toLowerCase()),
  { patternsOf: descriptionsOf, ...LISTED },
);

/** AWS ends the description of a NAT gateway's interface with the gateway's id. */
export const INTERFACE_OF_NAT_GATEWAY = interfaces(
  'description',
  ({ description }, value) => description.endsWith(value),
  { by: 'NAT gateway', patternsOf: (id) => [`*${literally(id)}`] },
);

/** Where the attachments of transit gateways may not be read, their interfaces show the subnets. */
export const TRANSIT_GATEWAY_INTERFACES_IN_VPC = interfaces(
  'vpc-id',
  ({ vpcId, type }, value) => vpcId === value && type === 'transit_gateway',
  { by: 'transit gateway in VPC', also: [{ name: 'interface-type', values: ['transit_gateway'] }] },
);

/** No filter finds the interface that an address was delegated to as part of a prefix, so those of the subnet are looked through. */
export const INTERFACES_WITH_PREFIXES_IN_SUBNET = interfaces(
  'subnet-id',
  ({ subnetId, prefixes }, value) => subnetId === value && prefixes.length > 0,
  { by: 'prefixes in subnet', ...LISTED },
);
