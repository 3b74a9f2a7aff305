/** What a subnet's network ACL says to a packet that enters or leaves the subnet. */

import { addressNumber } from '../block.ts';
import type { Direction } from '../direction.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isNotKnown } from '../find/not-known.ts';
import { networkAclOf } from '../find/place.ts';
import { DEFAULT_RULE, type NetworkAcl } from '../network-acl.ts';
import type { PortRange } from '../port-range.ts';
import { isIcmp } from '../traffic.ts';
import { destinationPorts, type Packet, packetText } from './packet.ts';
import { type PortInterval, portIntervals } from './port-intervals.ts';
import type { NetworkAclStep, Outcome } from './step.ts';

export interface AclQuestion {
  readonly subnetId: string | null;
  readonly direction: Direction;
  readonly packet: Packet;
  /** The destination ports to look at; the packet's own where left out. */
  readonly ports?: PortRange;
}

function outcomeOf(intervals: readonly PortInterval[]): Outcome {
  const outcomes = new Set(intervals.map(({ outcome }) => outcome));
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return only;
  return outcomes.has('unknown') ? 'unknown' : 'partly';
}

function commonRule([first, ...others]: readonly PortInterval[]): string | null {
  return first && others.every(({ rule }) => rule === first.rule) ? first.rule : null;
}

/** The ports of all intervals together, which leave no gaps. */
function extent(intervals: readonly PortInterval[]): PortRange {
  return { low: intervals[0]?.low ?? 0, high: intervals.at(-1)?.high ?? 0 };
}

function partText(packet: Packet, part: PortInterval): string {
  const traffic = packetText(packet, part);
  if (part.outcome === 'unknown') return `it is not known what meets ${traffic}`;
  return part.outcome === 'allow'
    ? `rule ${part.rule} allows ${traffic}`
    : `rule ${part.rule} denies ${traffic}`;
}

function reason({ direction, packet }: AclQuestion, intervals: readonly PortInterval[]): string {
  const end = direction === 'inbound' ? `from ${packet.source}` : `to ${packet.destination}`;
  const traffic = `${packetText(packet, destinationPorts(packet) && extent(intervals))} ${end}`;
  const outcome = outcomeOf(intervals);
  const rule = commonRule(intervals);
  if (outcome === 'unknown' && isIcmp(packet.protocol))
    return `${direction} rules tell ICMP types apart, and the type of ${traffic} is not known`;
  if (outcome === 'allow' && rule !== null) return `${direction} rule ${rule} allows ${traffic}`;
  if (outcome === 'deny' && rule === DEFAULT_RULE) return `no ${direction} rule allows ${traffic}`;
  if (outcome === 'deny' && rule !== null) return `${direction} rule ${rule} denies ${traffic}`;
  if (intervals.length === 1) return `every ${direction} rule that may match ${traffic} would ${outcome} it`;
  return `${direction}, ${end}: ${intervals.map((part) => partText(packet, part)).join(', ')}`;
}

/** What one network ACL says, whichever of its subnets is meant. */
export function askNetworkAcl(acl: NetworkAcl, question: AclQuestion): NetworkAclStep {
  const { subnetId, direction, packet } = question;
  const step = { step: `${direction}-network-acl`, packet, subnetId, aclId: acl.id } as const;
  const other = direction === 'inbound' ? packet.source : packet.destination;
  const number = addressNumber(other);
  if (!number)
    return { ...step, rule: null, ports: [], outcome: 'unknown', because: `${other} is no IP address` };
  const own = destinationPorts(packet);
  const intervals = portIntervals(acl[direction], number, packet, own && (question.ports ?? own));
  return {
    ...step,
    rule: commonRule(intervals),
    ports: own ? intervals : [],
    outcome: outcomeOf(intervals),
    because: reason(question, intervals),
  };
}

export function evaluateNetworkAcl(index: NetworkIndex, question: AclQuestion): NetworkAclStep {
  const { subnetId, direction, packet } = question;
  const acl = subnetId === null ? { notKnown: 'the subnet is not known' } : networkAclOf(index, subnetId);
  if (!isNotKnown(acl)) return askNetworkAcl(acl, question);
  return {
    step: `${direction}-network-acl`,
    packet,
    subnetId,
    aclId: null,
    rule: null,
    ports: [],
    outcome: 'unknown',
    because: acl.notKnown,
  };
}
