/** Reads what packets pass on their way: gateways, appliances, and what stops traffic of the internet. */
import type { NetworkIndex } from '../../../network/find/index-network.ts';
import { isOfInternet } from '../../../network/find/place.ts';
import { type NetworkInterface, ownAddresses } from '../../../network/network-interface.ts';
import {
  ACCOUNT,
  BLOCK_EXCLUSIONS,
  BLOCK_MODE,
  NAT_GATEWAY_BY_ID,
  PEERING_CONNECTION_BY_ID,
  PEERING_CONNECTIONS_ACCEPTED_BY_VPC,
  PEERING_CONNECTIONS_ASKED_FOR_BY_VPC,
  TRANSIT_GATEWAY_ATTACHMENTS_OF_VPC,
} from './gateway-lookups.ts';
import {
  INTERFACE_BY_ID,
  INTERFACE_OF_NAT_GATEWAY,
  TRANSIT_GATEWAY_INTERFACES_IN_VPC,
} from './interface-lookups.ts';
import type { Question } from './question.ts';
import { type Targets, type Traffic, targetsOf } from './targets.ts';

/** A NAT gateway's packets may go on through an appliance, and no further way is evaluated. */
const MOST_HOPS = 3;

const CARRIER_CALLS = 3;

export function vpcsOf(interfaces: readonly NetworkInterface[]): readonly string[] {
  return [...new Set(interfaces.flatMap(({ vpcId }) => vpcId ?? []))];
}

/** Only one that has no interface is asked what became of it; a regional one never has any. */
async function natInterfaces(
  question: Question,
  ids: ReadonlySet<string>,
): Promise<readonly NetworkInterface[]> {
  const what = [...ids].join(', ');
  const found = await question.afford(INTERFACE_OF_NAT_GATEWAY, ids, what);
  const bare = [...ids].filter((id) => !found.some(({ description }) => description.endsWith(id)));
  const gateways = await question.afford(NAT_GATEWAY_BY_ID, bare, `the state of ${bare.join(', ')}`);
  const others = gateways.flatMap(({ addresses }) =>
    addresses.flatMap(({ networkInterfaceId }) => networkInterfaceId ?? []),
  );
  return [...found, ...(await question.afford(INTERFACE_BY_ID, others, what))];
}

async function transitGateways(question: Question, vpcIds: readonly string[]): Promise<void> {
  const what = 'the attachments of transit gateways';
  await question.afford(TRANSIT_GATEWAY_ATTACHMENTS_OF_VPC, vpcIds, what);
  if (question.hasFailed('DescribeTransitGatewayVpcAttachments'))
    await question.afford(TRANSIT_GATEWAY_INTERFACES_IN_VPC, vpcIds, what);
}

/** The interfaces that packets pass next. */
async function read(
  question: Question,
  { natGatewayIds, peeringConnectionIds, interfaceIds, transitGateway }: Targets,
  vpcIds: readonly string[],
): Promise<readonly NetworkInterface[]> {
  const [nat, appliances] = await Promise.all([
    natInterfaces(question, natGatewayIds),
    question.afford(INTERFACE_BY_ID, interfaceIds, [...interfaceIds].join(', ')),
    question.afford(PEERING_CONNECTION_BY_ID, peeringConnectionIds, [...peeringConnectionIds].join(', ')),
    transitGateway ? transitGateways(question, vpcIds) : undefined,
  ]);
  return [...nat, ...appliances];
}

/** Most subnets say themselves what VPC Block Public Access does there, and then the account is not asked. */
async function readPublicAccess(question: Question, { senders }: Traffic): Promise<void> {
  const { index } = question;
  const subnetIds = new Set(senders.flatMap(({ subnetId }) => subnetId ?? []));
  const stated = [...subnetIds].map((id) => index.subnets.get(id)?.blockMode ?? null);
  const account = stated.includes(null)
    ? await question.afford(BLOCK_MODE, [ACCOUNT], 'the setting of VPC Block Public Access')
    : [];
  const isOn = [...stated, ...account].some((mode) => mode !== null && mode !== 'off');
  if (isOn) await question.afford(BLOCK_EXCLUSIONS, [ACCOUNT], 'the exclusions from VPC Block Public Access');
}

/** Something on the way is, or comes from, the internet. */
export function touchesInternet(index: NetworkIndex, traffic: Traffic): boolean {
  return (
    traffic.addresses.some((address) => isOfInternet(index, address)) ||
    targetsOf(index, traffic, true).internetGateway
  );
}

/** With what packets have as source or destination then: behind an internet gateway, public addresses stand for private ones. */
function withPassed(
  { senders, addresses }: Traffic,
  passed: readonly NetworkInterface[],
  targets: Targets,
): Traffic {
  const all = [...new Map([...senders, ...passed].map((of) => [of.id, of])).values()];
  const shown = all.flatMap(({ ipv4 }) => ipv4.flatMap(({ publicAddress }) => publicAddress ?? []));
  return {
    senders: all,
    addresses: [
      ...new Set([...addresses, ...passed.flatMap(ownAddresses), ...(targets.internetGateway ? shown : [])]),
    ],
  };
}

/**
 * @param traffic the ends of the question and the addresses it is about
 * @param isSettled as for targetsOf
 * @returns the same with everything that packets pass on the way
 */
export async function readGateways(
  question: Question,
  traffic: Traffic,
  isSettled: boolean,
): Promise<Traffic> {
  const vpcIds = vpcsOf(traffic.senders);
  let all = traffic;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const targets = targetsOf(question.index, all, isSettled);
    const more = withPassed(all, await read(question, targets, vpcIds), targets);
    const isMore = more.senders.length > all.senders.length || more.addresses.length > all.addresses.length;
    all = more;
    if (!isMore) break;
  }
  if (touchesInternet(question.index, all)) await readPublicAccess(question, all);
  return all;
}

/** Where no route leads to an address, what could carry the packet is looked up, so that a route can be proposed. */
export async function readCarriers(question: Question, traffic: Traffic): Promise<void> {
  if (question.callsLeft < CARRIER_CALLS || !targetsOf(question.index, traffic, true).isMissing) return;
  const vpcIds = vpcsOf(traffic.senders);
  await Promise.all([
    readPeerings(question, vpcIds),
    question.find(TRANSIT_GATEWAY_ATTACHMENTS_OF_VPC, vpcIds),
  ]);
}

/** Where VPCs overlap, the one that is peered with the other end's is meant. */
export async function readPeerings(question: Question, vpcIds: readonly string[]): Promise<void> {
  const what = 'the peering connections';
  await Promise.all([
    question.afford(PEERING_CONNECTIONS_ASKED_FOR_BY_VPC, vpcIds, what),
    question.afford(PEERING_CONNECTIONS_ACCEPTED_BY_VPC, vpcIds, what),
  ]);
}
