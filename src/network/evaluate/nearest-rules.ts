/** The rules of a security group that come nearest to letting a packet through: what a person would change, or took for enough. */
import { peerLabel } from '../find/label.ts';
import type { SecurityGroupRule } from '../security-group.ts';
import { hasPorts, trafficText } from '../traffic.ts';
import type { Match } from './match.ts';
import type { Packet } from './packet.ts';
import { matchesPeer, type OtherEnd } from './peer-match.ts';

export interface NearestRule {
  /** What is different: the other end, or the traffic. */
  readonly differs: 'peer' | 'traffic';
  readonly groupId: string;
  readonly ruleId: string | null;
  /** `tcp 5432 is allowed from sg-0aaa, not from 10.0.1.5`. */
  readonly text: string;
}

/** More than this help nobody. */
const MOST = 4;

/** A rule that did not let the packet through. */
interface FailedRule {
  readonly groupId: string;
  readonly rule: SecurityGroupRule;
  /** Whether it is about such traffic. */
  readonly traffic: Match;
  /** Why it does not count for the other end, where that is more than an address outside a block. */
  readonly because: string | null;
}

function otherFamily({ peer }: SecurityGroupRule, { number }: OtherEnd): string {
  const family = number?.family;
  if (peer.kind !== 'cidr' || peer.block.family === family) return '';
  return `; it is an IPv${peer.block.family} rule, and the packet is IPv${family}`;
}

/** How far a rule's ports are from the packet's: the nearest is the likeliest mistake. */
function distance({ ports }: SecurityGroupRule, { destinationPort }: Packet): number {
  if (ports === null || destinationPort === null) return Number.MAX_SAFE_INTEGER;
  return Math.min(Math.abs(ports.low - destinationPort), Math.abs(ports.high - destinationPort));
}

function sameTraffic({ groupId, rule, because }: FailedRule, end: OtherEnd): NearestRule {
  const preposition = end.direction === 'inbound' ? 'from' : 'to';
  const others = `${preposition} ${peerLabel(end.index, rule.peer)}, not ${preposition} ${end.address}`;
  const why = because === null ? otherFamily(rule, end) : `; ${because}`;
  return {
    differs: 'peer',
    groupId,
    ruleId: rule.id,
    text: `${trafficText(rule)} is allowed ${others}${why}`,
  };
}

function samePeer({ groupId, rule }: FailedRule, { index, address }: OtherEnd): NearestRule {
  const text = `${address} is allowed ${trafficText(rule)} by the rule for ${peerLabel(index, rule.peer)}`;
  return { differs: 'traffic', groupId, ruleId: rule.id, text };
}

/** First those for the same traffic with others, then those for other ports with the same end, the nearest port first. */
export function nearestRules(
  rules: readonly FailedRule[],
  packet: Packet,
  end: OtherEnd,
): readonly NearestRule[] {
  const forOthers = rules.filter(({ traffic }) => traffic === 'yes').slice(0, MOST);
  const forOtherPorts = rules
    .filter(
      ({ rule, traffic }) =>
        traffic === 'no' &&
        rule.protocol === packet.protocol &&
        hasPorts(rule.protocol) &&
        matchesPeer(end, rule.peer).match === 'yes',
    )
    .sort((a, b) => distance(a.rule, packet) - distance(b.rule, packet))
    .slice(0, MOST - forOthers.length);
  return [
    ...forOthers.map((rule) => sameTraffic(rule, end)),
    ...forOtherPorts.map((rule) => samePeer(rule, end)),
  ];
}
