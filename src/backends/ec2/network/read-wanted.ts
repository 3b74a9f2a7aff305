/** What a question needs of the network, in the order in which one call shows what the next has to ask. */
import { holdersOf } from '../../../network/find/address-holder.ts';
import type { NetworkIndex } from '../../../network/find/index-network.ts';
import { type NetworkInterface, ownAddresses } from '../../../network/network-interface.ts';
import type { GroupReference } from '../../../network/security-group.ts';
import { type Ends, findEnds } from './ends.ts';
import { readCarriers, readGateways, readPeerings, touchesInternet, vpcsOf } from './gateways.ts';
import { NETWORK_ACLS_OF_VPC, ROUTE_TABLES_OF_VPC, SUBNETS_OF_VPC, VPC_BY_ID } from './place-lookups.ts';
import { GROUP_BY_ID, INSTANCE_BY_ID, RULES_OF_GROUP } from './policy-lookups.ts';
import { readPrefixLists } from './prefix-lists.ts';
import type { Question } from './question.ts';
import type { Traffic } from './targets.ts';
import { findUnheld, isElsewhere } from './unheld.ts';
import { type NetworkWanted, namesOf } from './wanted.ts';

/** A question about two ends makes no more calls than this, however large the account is; each further end may take some more. */
const CALLS_FOR_TWO_ENDS = 12;
const CALLS_FOR_ANOTHER_END = 2;
const CALLS_FOR_A_NAME = 4;

/** Kept for the interfaces that records will name. */
const CALLS_FOR_RECORDS = 1;

/** What gateways inside take at most, apart from odd networks: names are read beside them where so many calls are left, and else at the end. */
const CALLS_OF_GATEWAYS = 4;

/** Referenced groups are read for their names and VPCs; a rule set that names more of them is shown with ids. */
const MOST_REFERENCED = 50;

async function readPlaces(question: Question, vpcIds: readonly string[]): Promise<void> {
  await Promise.all([
    question.find(SUBNETS_OF_VPC, vpcIds),
    question.find(NETWORK_ACLS_OF_VPC, vpcIds),
    question.find(ROUTE_TABLES_OF_VPC, vpcIds),
    question.find(VPC_BY_ID, vpcIds),
  ]);
}

/** Names of instances; an interface with a name of its own is shown by that. */
async function readNames(question: Question, interfaces: readonly NetworkInterface[]): Promise<void> {
  const ids = interfaces.flatMap(({ name, instanceId }) => (name === null ? (instanceId ?? []) : []));
  await question.afford(INSTANCE_BY_ID, ids, 'the names of instances');
}

function referencesOf(index: NetworkIndex, groupIds: readonly string[]): readonly GroupReference[] {
  return groupIds
    .flatMap((id) => index.groups.get(id) ?? [])
    .flatMap(({ inbound, outbound }) => [...inbound, ...outbound])
    .flatMap(({ peer }) => (peer.kind === 'security-group' ? [peer] : []));
}

/** Without DescribeSecurityGroups, a group without rules cannot be told from one that may not be read. */
async function readGroups(
  question: Question,
  groupIds: readonly string[],
  { addresses }: Ends,
): Promise<void> {
  const withReferenced = () => {
    const ids = referencesOf(question.index, groupIds).map(({ id }) => id);
    return [...groupIds, ...[...new Set(ids)].slice(0, MOST_REFERENCED)];
  };
  await question.find(GROUP_BY_ID, withReferenced());
  // Where the rules may not be read by themselves, the groups have just shown them.
  await question.afford(GROUP_BY_ID, withReferenced(), 'the names of referenced groups');

  // An address that no interface has can be a member's only if the group's VPC could hold it.
  const { index } = question;
  if (addresses.every(({ text }) => holdersOf(index, text).length > 0)) return;
  const vpcIds = referencesOf(index, groupIds).map(({ id, vpcId }) => vpcId ?? index.groups.get(id)?.vpcId);
  await question.afford(
    VPC_BY_ID,
    vpcIds.flatMap((id) => id ?? []),
    'the VPCs of referenced groups',
  );
}

/** What packets may have as source or destination: what was asked about, and of the ends themselves the addresses that can talk to it. */
function addressesIn({ addresses }: Ends, senders: readonly NetworkInterface[]): readonly string[] {
  const families = new Set(addresses.map(({ family }) => family));
  const own = senders
    .flatMap(ownAddresses)
    .filter((address) => families.size === 0 || families.has(address.includes(':') ? 6 : 4));
  const routed = addresses.filter((address) => !isElsewhere(address)).map(({ text }) => text);
  return [...new Set([...routed, ...own])];
}

/** Interfaces of several VPCs have one of the addresses. */
function isAmbiguous(index: NetworkIndex, { addresses }: Ends): boolean {
  return addresses.some(({ text }) => {
    const vpcIds = holdersOf(index, text).map((holder) => holder.interface.vpcId);
    return new Set(vpcIds).size > 1;
  });
}

/** As many calls as the question may have made after this reading. */
function callsFor(wanted: NetworkWanted, ends: number): number {
  const isFirst = wanted.addresses.length === 0 && wanted.interfaceIds.length === 0;
  const further = Math.max(0, ends - 2) * CALLS_FOR_ANOTHER_END;
  const all = CALLS_FOR_TWO_ENDS + further + namesOf(wanted).length * CALLS_FOR_A_NAME;
  return isFirst ? all - CALLS_FOR_RECORDS : all;
}

/** @throws only the signal's reason, when it is aborted */
export async function readWanted(question: Question, wanted: NetworkWanted): Promise<void> {
  const ends = await findEnds(question, wanted);
  const delegated = await findUnheld(question, ends.addresses);
  const senders = [...new Set([...ends.interfaces, ...delegated])];
  const groupIds = [
    ...new Set([...ends.groupIds, ...senders.flatMap(({ groups }) => groups.map(({ id }) => id))]),
  ];
  await Promise.all([
    readPlaces(question, [...vpcsOf(senders), ...ends.vpcIds]),
    question.find(RULES_OF_GROUP, groupIds),
  ]);

  question.allow(callsFor(wanted, senders.length));
  const asked: Traffic = { senders, addresses: addressesIn(ends, senders) };
  const isInside = !touchesInternet(question.index, asked);
  const [traffic] = await Promise.all([
    readGateways(question, asked, false),
    readGroups(question, groupIds, ends),
    isAmbiguous(question.index, ends) ? readPeerings(question, vpcsOf(senders)) : undefined,
    isInside && question.callsLeft >= CALLS_OF_GATEWAYS ? readNames(question, senders) : undefined,
  ]);
  await readPrefixLists(question, traffic, groupIds);
  // What a prefix list holds, or is not known to hold, may show another way.
  const passed = await readGateways(question, traffic, question.callsLeft > 0);
  await readNames(question, senders);
  await readCarriers(question, passed);
}
