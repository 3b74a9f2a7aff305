/**
 * Addresses that no network interface has as its own. Some were delegated to one as part of a prefix, as those of containers are; some are
 * AWS's own, such as the resolver's; of the others at least the subnet is found.
 */
import { holdersOf } from '../../../network/find/address-holder.ts';
import { subnetsAround } from '../../../network/find/place.ts';
import type { NetworkInterface } from '../../../network/network-interface.ts';
import type { Subnet } from '../../../network/subnet.ts';
import { cidrContains, type IpAddress, isPrivateAddress, parseCidr } from '../../../record/address.ts';
import { reservedAddressIn } from '../../../record/vpc-addresses.ts';
import { vpcBlocksResolvedAt } from './address-patterns.ts';
import { INTERFACES_WITH_PREFIXES_IN_SUBNET } from './interface-lookups.ts';
import { SUBNETS_AROUND_IPV4, SUBNETS_AROUND_IPV6, VPCS_RESOLVED_AT } from './place-lookups.ts';
import type { Question } from './question.ts';

/** As many as one call can place. */
const MOST_PLACED = 15;

const ELSEWHERE = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::/32']
  .map(parseCidr)
  .filter((block) => block !== undefined);

/** Never in a subnet, and no route leads there: this host, and what it reaches on its own link. */
export function isElsewhere({ text }: IpAddress): boolean {
  return ELSEWHERE.some((block) => cidrContains(block, text));
}

/** Public IPv4 addresses are not looked for: a subnet with such a block is found by any interface in it. */
function mayBeInSubnet(address: IpAddress): boolean {
  return (address.family === 6 || isPrivateAddress(address.text)) && !isElsewhere(address);
}

function mayBeResolver(address: string): boolean {
  return vpcBlocksResolvedAt(address).length > 0;
}

/** Of each subnet AWS keeps some addresses for itself, which no interface can have. */
function isReserved({ blocks }: Subnet, { text }: IpAddress): boolean {
  return blocks.some((block) => reservedAddressIn(block, text) !== undefined);
}

/** The interfaces that have the addresses after all. */
export async function findUnheld(
  question: Question,
  addresses: readonly IpAddress[],
): Promise<readonly NetworkInterface[]> {
  const { index } = question;
  if (index.network.networkInterfaces === null) return [];
  const unheld = addresses
    .filter((address) => mayBeInSubnet(address) && holdersOf(index, address.text).length === 0)
    .slice(0, MOST_PLACED);
  const texts = (family: 4 | 6) => unheld.filter((one) => one.family === family).map(({ text }) => text);
  await Promise.all([
    question.find(SUBNETS_AROUND_IPV4, texts(4)),
    question.find(SUBNETS_AROUND_IPV6, texts(6)),
    question.find(VPCS_RESOLVED_AT, texts(4).filter(mayBeResolver)),
  ]);
  const subnets = unheld.flatMap((address) =>
    subnetsAround(question.index, address.text).filter((subnet) => !isReserved(subnet, address)),
  );
  await question.find(
    INTERFACES_WITH_PREFIXES_IN_SUBNET,
    subnets.map(({ id }) => id),
  );
  return unheld.flatMap(({ text }) => holdersOf(question.index, text).map((holder) => holder.interface));
}
