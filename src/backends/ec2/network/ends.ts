/** The network interfaces that a question is about, as far as something of it names them. */
import type { NetworkInterface } from '../../../network/network-interface.ts';
import { type Cidr, type IpAddress, isPrivateAddress } from '../../../record/address.ts';
import { isWiderThanVpc } from './address-patterns.ts';
import {
  INTERFACE_BY_ID,
  INTERFACE_BY_IPV6_ADDRESS,
  INTERFACE_BY_PRIVATE_ADDRESS,
  INTERFACE_BY_PUBLIC_ADDRESS,
  INTERFACES_IN_IPV4_BLOCK,
  INTERFACES_IN_IPV6_BLOCK,
  INTERFACES_IN_SUBNET,
  INTERFACES_IN_VPC,
  INTERFACES_OF_GROUP,
  INTERFACES_OF_INSTANCE,
} from './interface-lookups.ts';
import { findNamed } from './named.ts';
import { wideNote } from './notes.ts';
import { SUBNET_BY_ID } from './place-lookups.ts';
import type { Question } from './question.ts';
import { addressesOf, blocksOf, idsOf, type NetworkWanted, namesOf } from './wanted.ts';

export interface Ends {
  /** Those whose rules the answer needs. */
  readonly interfaces: readonly NetworkInterface[];
  readonly addresses: readonly IpAddress[];
  /** Groups that were asked about themselves. */
  readonly groupIds: readonly string[];
  /** The VPCs that were asked about, and those of the subnets that were. */
  readonly vpcIds: readonly string[];
}

/** Of what is as large as a subnet, so many are looked at before records name the ones that matter. */
const FIRST_OF_MANY = 20;

async function interfacesAt(
  question: Question,
  addresses: readonly IpAddress[],
): Promise<readonly NetworkInterface[]> {
  const texts = (family: 4 | 6) => addresses.filter((one) => one.family === family).map(({ text }) => text);
  const publicOnes = texts(4).filter((text) => !isPrivateAddress(text));
  // A public address may be a VPC's own, too: blocks of a VPC need not be private.
  const found = await Promise.all([
    question.find(INTERFACE_BY_PRIVATE_ADDRESS, texts(4)),
    question.find(INTERFACE_BY_PUBLIC_ADDRESS, publicOnes),
    question.find(INTERFACE_BY_IPV6_ADDRESS, texts(6)),
  ]);
  return found.flat();
}

/** Only those are asked for that were not found by their address. */
async function interfacesById(
  question: Question,
  ids: readonly string[],
): Promise<readonly NetworkInterface[]> {
  const wanted = new Set(ids);
  const known = (question.network.networkInterfaces ?? []).filter(({ id }) => wanted.has(id));
  for (const { id } of known) wanted.delete(id);
  const found = await question.find(INTERFACE_BY_ID, wanted);
  for (const { id } of found) wanted.delete(id);
  if (!question.hasFailed('DescribeNetworkInterfaces')) for (const id of wanted) question.remarkGone(id);
  return [...known, ...found];
}

async function interfacesIn(
  question: Question,
  blocks: readonly Cidr[],
): Promise<readonly (readonly NetworkInterface[])[]> {
  for (const { text } of blocks.filter(isWiderThanVpc)) question.remark(`wide ${text}`, wideNote(text));
  const listed = blocks.filter((block) => !isWiderThanVpc(block));
  return Promise.all(
    listed.map(({ family, text }) =>
      question.find(family === 4 ? INTERFACES_IN_IPV4_BLOCK : INTERFACES_IN_IPV6_BLOCK, [text]),
    ),
  );
}

/** A subnet without interfaces is looked up itself: what applies there is known by its VPC. */
async function vpcsOfSubnets(
  question: Question,
  subnetIds: readonly string[],
  interfaces: readonly NetworkInterface[],
): Promise<readonly string[]> {
  const seen = new Map(interfaces.map(({ subnetId, vpcId }) => [subnetId, vpcId]));
  const empty = await question.find(
    SUBNET_BY_ID,
    subnetIds.filter((id) => !seen.has(id)),
  );
  const vpcIds = [...subnetIds.map((id) => seen.get(id)), ...empty.map(({ vpcId }) => vpcId)];
  return vpcIds.flatMap((id) => id ?? []);
}

export async function findEnds(question: Question, wanted: NetworkWanted): Promise<Ends> {
  const addresses = addressesOf(wanted);
  const [named, atAddresses] = await Promise.all([
    findNamed(question, namesOf(wanted)),
    interfacesAt(question, addresses),
  ]);
  const groupIds = [...idsOf(wanted, 'security-group'), ...named.groupIds];
  const subnetIds = [...idsOf(wanted, 'subnet'), ...named.subnetIds];
  const vpcIds = [...idsOf(wanted, 'vpc'), ...named.vpcIds];
  const each = <T>(ids: readonly string[], find: (id: string) => Promise<T>) => Promise.all(ids.map(find));
  const [byId, ofInstances, inBlocks, ofGroups, inSubnets, inVpcs] = await Promise.all([
    interfacesById(question, [...wanted.interfaceIds, ...idsOf(wanted, 'network-interface')]),
    question.find(INTERFACES_OF_INSTANCE, idsOf(wanted, 'instance')),
    interfacesIn(question, blocksOf(wanted)),
    each(groupIds, (id) => question.find(INTERFACES_OF_GROUP, [id])),
    each(subnetIds, (id) => question.find(INTERFACES_IN_SUBNET, [id])),
    each(vpcIds, (id) => question.find(INTERFACES_IN_VPC, [id])),
  ]);
  const many = [named.interfaces, ...inBlocks, ...ofGroups, ...inSubnets, ...inVpcs];
  const interfaces = [
    ...atAddresses,
    ...byId,
    ...ofInstances,
    ...many.flatMap((some) => some.slice(0, FIRST_OF_MANY)),
  ];
  const ofSubnets = await vpcsOfSubnets(question, subnetIds, inSubnets.flat());
  return {
    interfaces: [...new Map(interfaces.map((of) => [of.id, of])).values()],
    addresses,
    groupIds,
    vpcIds: [...vpcIds, ...ofSubnets],
  };
}
